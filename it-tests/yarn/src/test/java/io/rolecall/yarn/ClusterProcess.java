package io.rolecall.yarn;

import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A {@link YarnCluster}, and the folder by which it is known. */
final class ClusterProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path folder;

  private ClusterProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts a cluster, and waits until it is ready. */
  static ClusterProcess start() throws IOException {
    return start(List.of());
  }

  /** Starts a cluster with Kerberos, which knows these users. */
  static ClusterProcess withKerberos(String... users) throws IOException {
    List<String> options = new ArrayList<>(List.of("kerberos"));
    options.addAll(List.of(users));
    return start(options);
  }

  private static ClusterProcess start(List<String> options) throws IOException {
    Workplace place = Workplace.ofThisProject();
    Path folder = place.scratch("yarn");
    Path module = place.root().resolve("it-tests/yarn/target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // Hadoop's and Kerberos's classes of the JDK.
                "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                module.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(module.resolve("cluster.classpath")).trim(),
                YarnCluster.class.getName(),
                folder.toString()));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("cluster.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    ClusterProcess cluster = new ClusterProcess(builder.start(), folder);
    Await.until(
        PATIENCE,
        () -> {
          if (!cluster.process.isAlive()) {
            throw new AssertionError("the cluster did not start; see " + folder);
          }
          return Files.isDirectory(cluster.configuration());
        });
    return cluster;
  }

  /** The clients' HADOOP_CONF_DIR. */
  Path configuration() {
    return folder.resolve("conf");
  }

  /** The keys of a user. */
  Path keytab(String user) {
    return folder.resolve(user + "." + YarnCluster.KEYTAB);
  }

  /** The tickets of a user who has signed in. */
  Path tickets(String user) {
    return folder.resolve(user + "." + YarnCluster.TICKETS);
  }

  /** Tells a JVM where the key distribution centre is. */
  String kerberosOption() {
    return "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf");
  }

  /** What the containers of an application printed, all together. */
  List<String> printed(String applicationId) {
    try (Stream<Path> files = Files.walk(folder.resolve("target"))) {
      List<String> lines = new ArrayList<>();
      for (Path file :
          files
              .filter(path -> path.toString().contains(applicationId + "/"))
              .filter(path -> path.endsWith("stdout") || path.endsWith("stderr"))
              .toList()) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it. Its containers end with their applications. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
