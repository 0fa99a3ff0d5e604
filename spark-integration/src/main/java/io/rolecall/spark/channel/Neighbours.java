package io.rolecall.spark.channel;

/** Whether an operating system keeps executors from those of other applications beside them. */
public enum Neighbours {
  /** The driver runs its tasks itself. */
  NO_EXECUTORS,

  /** All are processes of one user. */
  ONE_USER,

  /** Each application's are its own user's, or in containers that see nothing else. */
  APART;

  /**
   * What a cluster manager does by itself.
   *
   * @param masterUrl the value of {@code spark.master}
   * @param kerberos whether Hadoop's security is on: YARN then starts containers as their users
   * @return how executors stand to their neighbours
   */
  public static Neighbours of(String masterUrl, boolean kerberos) {
    return switch (Master.of(masterUrl)) {
      case LOCAL -> NO_EXECUTORS;
      case YARN -> kerberos ? APART : ONE_USER;
      case KUBERNETES -> APART;
      case LOCAL_CLUSTER, STANDALONE, OTHER -> ONE_USER;
    };
  }
}
