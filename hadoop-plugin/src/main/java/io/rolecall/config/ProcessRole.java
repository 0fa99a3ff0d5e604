package io.rolecall.config;

/** Whether a process mints sessions or takes them from others. */
public enum ProcessRole {
  /** Holds a base identity and asks STS. */
  DRIVER,
  /** Takes sessions from tokens and the driver, and never uses an identity of its own. */
  EXECUTOR;

  private static final String SPARK_EXECUTOR = "org.apache.spark.executor.";
  private static final String SPARK_EXECUTOR_ON_KUBERNETES =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend";
  private static final String MAPREDUCE_TASK = "org.apache.hadoop.mapred.YarnChild";

  static ProcessRole of(String text) {
    return switch (text) {
      case "auto" -> byMainClass(System.getProperty("sun.java.command", ""));
      case "driver" -> DRIVER;
      case "executor" -> EXECUTOR;
      default -> throw new IllegalArgumentException("expected auto, driver or executor");
    };
  }

  /**
   * Recognises task processes by their main class, because neither our Spark plugin nor a
   * configuration of the driver is sure to be there, and a task must not fall back to the identity
   * of the node it runs on.
   */
  static ProcessRole byMainClass(String command) {
    return command.startsWith(SPARK_EXECUTOR)
            || command.startsWith(SPARK_EXECUTOR_ON_KUBERNETES)
            || command.startsWith(MAPREDUCE_TASK)
        ? EXECUTOR
        : DRIVER;
  }
}
