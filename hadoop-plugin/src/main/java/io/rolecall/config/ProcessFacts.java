package io.rolecall.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process can know of itself before any configuration is read: how it was started, and in
 * what environment.
 *
 * @param command its main class and arguments, as {@code sun.java.command} has them; may be empty
 * @param environment its environment variables
 */
record ProcessFacts(String command, Map<String, String> environment) {

  /** Processes that work for a job and are no driver, wherever they run. */
  private static final List<String> WORKERS =
      List.of(
          "org.apache.spark.executor.",
          "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
          "org.apache.spark.deploy.yarn.ExecutorLauncher",
          "org.apache.hadoop.mapred.YarnChild",
          "org.apache.hadoop.mapreduce.v2.app.MRAppMaster",
          "org.apache.hadoop.yarn.server.nodemanager.containermanager.localizer.ContainerLocalizer",
          "org.apache.tez.dag.app.DAGAppMaster",
          "org.apache.tez.runtime.task.TezChild",
          "org.apache.hadoop.hive.llap.daemon.impl.LlapDaemon",
          "org.apache.flink.yarn.YarnTaskExecutorRunner",
          "org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner");

  /** Spark's drivers: they run in containers and pods too. */
  private static final List<String> DRIVERS =
      List.of(
          "org.apache.spark.deploy.SparkSubmit",
          "org.apache.spark.deploy.yarn.ApplicationMaster",
          "org.apache.spark.deploy.worker.DriverWrapper");

  /** What Spark sets for executors alone, of a standalone cluster or in a pod. */
  private static final List<String> EXECUTOR_VARIABLES =
      List.of(
          "SPARK_EXECUTOR_ID",
          "SPARK_EXECUTOR_POD_IP",
          "SPARK_EXECUTOR_POD_NAME",
          "SPARK_EXECUTOR_DIRS",
          "SPARK_DRIVER_URL");

  /** What Spark sets in the pod of a driver. */
  private static final String DRIVER_POD = "SPARK_DRIVER_BIND_ADDRESS";

  private static final String CONTAINER_ID = "CONTAINER_ID";
  private static final String IN_KUBERNETES = "KUBERNETES_SERVICE_HOST";
  private static final String TOKEN_FILE = "HADOOP_TOKEN_FILE_LOCATION";

  /** Of this process. */
  static ProcessFacts ofThisProcess() {
    return new ProcessFacts(System.getProperty("sun.java.command", ""), System.getenv());
  }

  /**
   * What this process is, if nobody says so: an executor, if it is known to be one or is in a job's
   * container or pod and not known to be the driver. There is no guessing in favour of a driver: it
   * would mint with the identity of the node.
   */
  ProcessRole role() {
    return whyExecutor().isPresent() ? ProcessRole.EXECUTOR : ProcessRole.DRIVER;
  }

  /** Why this process is taken for an executor; empty if it is not. */
  Optional<String> whyExecutor() {
    String main = mainClass();
    if (startsWithAny(WORKERS)) {
      return Optional.of("its main class is " + main);
    }
    if (startsWithAny(DRIVERS)) {
      return Optional.empty();
    }
    for (String variable : EXECUTOR_VARIABLES) {
      if (environment.containsKey(variable)) {
        return Optional.of("Spark sets " + variable + " for executors");
      }
    }
    String container = environment.getOrDefault(CONTAINER_ID, "");
    // Other tools have a variable of this name, with other values.
    if (container.startsWith("container_")) {
      return Optional.of("it runs in YARN's " + container);
    }
    if (environment.containsKey(TOKEN_FILE)
        && environment.containsKey(IN_KUBERNETES)
        && !environment.containsKey(DRIVER_POD)) {
      return Optional.of("it runs in a pod with " + TOKEN_FILE);
    }
    return Optional.empty();
  }

  /** How newer tokens come to it, other than by a file that is replaced. */
  NewerTokens newerTokens() {
    if (command.startsWith("org.apache.hadoop.") || command.startsWith("org.apache.tez.")) {
      return NewerTokens.NEVER;
    }
    return command.startsWith("org.apache.spark.") || command.startsWith("org.apache.flink.")
        ? NewerTokens.BY_HOST
        : NewerTokens.PERHAPS;
  }

  private String mainClass() {
    int end = command.indexOf(' ');
    return end < 0 ? command : command.substring(0, end);
  }

  private boolean startsWithAny(List<String> prefixes) {
    return prefixes.stream()
        .anyMatch(
            prefix ->
                prefix.endsWith(".") ? command.startsWith(prefix) : mainClass().equals(prefix));
  }
}
