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
  private static final String MAPREDUCE_MASTER = "org.apache.hadoop.mapreduce.v2.app.MRAppMaster";
  private static final String HADOOP = "org.apache.hadoop.";

  static ProcessRole of(String text) {
    return switch (text) {
      case "auto" -> byMainClass(System.getProperty("sun.java.command", ""));
      case "driver" -> DRIVER;
      case "executor" -> EXECUTOR;
      default -> throw new IllegalArgumentException("expected auto, driver or executor");
    };
  }

  /**
   * Recognises the processes of a job by their main class, because neither our Spark plugin nor a
   * configuration of the driver is sure to be there, and they must not fall back to the identity of
   * the node they run on.
   */
  static ProcessRole byMainClass(String command) {
    return command.startsWith(SPARK_EXECUTOR)
            || command.startsWith(SPARK_EXECUTOR_ON_KUBERNETES)
            || command.startsWith(MAPREDUCE_TASK)
            || command.startsWith(MAPREDUCE_MASTER)
        ? EXECUTOR
        : DRIVER;
  }

  /**
   * Whether this process works to its end with the tokens that it was started with. Hadoop's own
   * processes do; Spark puts new ones in place.
   *
   * @return false if newer tokens may come
   */
  public static boolean keepsItsTokens() {
    return keepsItsTokens(System.getProperty("sun.java.command", ""));
  }

  static boolean keepsItsTokens(String command) {
    return command.startsWith(HADOOP);
  }
}
