package io.rolecall.spark.channel;

/** What {@code spark.master} says about where executors run, and what its channel needs. */
enum Master {
  /** The driver runs its tasks itself. */
  LOCAL("", ""),

  YARN(
      "",
      " Spark makes the secret itself. Where the external shuffle service is used"
          + " (spark.shuffle.service.enabled), the NodeManagers need both keys too, in"
          + " yarn-site.xml; on EMR, a security configuration with in-transit encryption sets"
          + " them."),

  KUBERNETES(
      "",
      " Spark makes the secret itself and hands it to executor pods as an environment variable:"
          + " let nobody else read the pods of this namespace."),

  STANDALONE(
      "spark.authenticate.secret (one for the master, the workers and all applications of this"
          + " cluster)",
      " Whoever has that secret can take the sessions of every application of this cluster. Write"
          + " it into a file that others cannot read (--properties-file), not on the command"
          + " line."),

  LOCAL_CLUSTER(
      "spark.authenticate.secret (any text that nobody else knows; it stays in this cluster of one"
          + " application)",
      ""),

  OTHER(
      "spark.authenticate.secret (if this cluster manager makes none)",
      " Whoever has that secret can take the sessions of every application that uses it.");

  private final String secret;
  private final String notes;

  Master(String secret, String notes) {
    this.secret = secret;
    this.notes = notes;
  }

  /**
   * Reads a master as Spark does.
   *
   * @param url the value of {@code spark.master}
   */
  static Master of(String url) {
    if (url.equals("local") || url.startsWith("local[")) {
      return LOCAL;
    }
    if (url.equals("yarn")) {
      return YARN;
    }
    if (url.startsWith("k8s://")) {
      return KUBERNETES;
    }
    if (url.startsWith("spark://")) {
      return STANDALONE;
    }
    return url.startsWith("local-cluster[") ? LOCAL_CLUSTER : OTHER;
  }

  /** What to set, and what else that needs. */
  String advice() {
    return secret.isEmpty()
        ? "Set spark.authenticate=true and spark.network.crypto.enabled=true." + notes
        : "Set spark.authenticate=true, spark.network.crypto.enabled=true and "
            + secret
            + "."
            + notes;
  }
}
