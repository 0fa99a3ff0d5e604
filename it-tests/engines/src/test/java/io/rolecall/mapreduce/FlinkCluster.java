package io.rolecall.mapreduce;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JobManager and a TaskManager of Flink in processes of their own, for one job. */
final class FlinkCluster implements AutoCloseable {

  private static final String JOB_MANAGER =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  /** What Flink's scripts open, as far as it is needed here. */
  private static final List<String> OPENED =
      List.of("java.lang", "java.net", "java.io", "java.nio", "java.util", "java.time");

  /** What Flink's scripts work out. */
  private static final List<String> SIZES =
      List.of(
          "taskmanager.cpu.cores=1.0",
          "taskmanager.memory.task.heap.size=128m",
          "taskmanager.memory.task.off-heap.size=0b",
          "taskmanager.memory.managed.size=16m",
          "taskmanager.memory.network.min=16m",
          "taskmanager.memory.network.max=16m");

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> started = new ArrayList<>();

  /**
   * A cluster that is not started yet.
   *
   * @param folder where its files go, with Flink's configuration in {@code config.yaml}
   * @param hadoop the folder of Hadoop's configuration
   * @param environment further variables of its processes
   */
  FlinkCluster(Path folder, Path hadoop, Map<String, String> environment) {
    this.folder = folder;
    this.environment = new HashMap<>(environment);
    this.environment.put("HADOOP_CONF_DIR", hadoop.toString());
    this.environment.put("PATH", "/usr/bin:/bin");
    this.environment.put("HOME", folder.toString());
  }

  /** Writes the configuration, with what is this machine's. */
  FlinkCluster configure(String settings) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String own =
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.bind-port: 0
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        io.tmp.dirs: %s
        """
            .formatted(port, Files.createDirectories(folder.resolve("tmp")));
    Files.writeString(folder.resolve("config.yaml"), own + settings);
    Files.writeString(folder.resolve("log4j.properties"), Machine.LOGGING);
    return this;
  }

  /**
   * Starts both.
   *
   * @param job the jar of the job
   * @param main its class
   * @param arguments what it takes
   */
  void start(Path job, Class<?> main, String... arguments) throws IOException {
    List<String> manager =
        new ArrayList<>(
            List.of("--configDir", folder.toString(), "--job-classname", main.getName()));
    manager.addAll(List.of(arguments));
    started.add(java("jobmanager", job, JOB_MANAGER, manager));
    List<String> worker = new ArrayList<>(List.of("--configDir", folder.toString()));
    SIZES.forEach(size -> worker.addAll(List.of("-D", size)));
    started.add(java("taskmanager", job, TASK_MANAGER, worker));
  }

  private Process java(String name, Path job, String main, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    OPENED.forEach(one -> command.add("--add-opens=java.base/" + one + "=ALL-UNNAMED"));
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            folder.toString(),
            job.toString(),
            HadoopJars.plugin().toString(),
            HadoopJars.classPath("flink"),
            HadoopJars.classPath()));
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Whether both run. */
  boolean isAlive() {
    return started.stream().allMatch(Process::isAlive);
  }

  /** What both have written so far. */
  List<String> logs() throws IOException {
    return List.of(
        Files.readString(folder.resolve("jobmanager.log")),
        Files.readString(folder.resolve("taskmanager.log")));
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }
}
