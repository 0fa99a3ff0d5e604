package io.rolecall.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs a report in a JVM of its own, so that what STS and the store take is not counted as the
 * client's.
 */
public final class BesideServers {

  private BesideServers() {}

  /**
   * Starts the servers and the report, and ends as the report ends.
   *
   * @param args the class of the report and its arguments
   * @throws IOException if something cannot be started
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int status;
    try (BenchServers servers = BenchServers.start()) {
      servers.fill(Workload.LIST.amount());
      status = new ProcessBuilder(command(args)).inheritIO().start().waitFor();
    }
    System.exit(status);
  }

  /** One collector's thread and a heap that stays as it is: less that differs between two turns. */
  private static List<String> command(String[] report) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1g"));
    Collections.addAll(command, BenchWorld.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Collections.addAll(command, report);
    return command;
  }
}
