package io.rolecall.doctor.written;

import java.util.List;

/** Which jar is missing, or does not fit, where Java knows the name of a class alone. */
public final class MissingJar {

  private static final String SDK =
      "the AWS SDK is not on the class path. Add the SDK that your hadoop-aws was built with: the"
          + " jar 'bundle', or the modules s3, sts, apache-client, netty-nio-client and"
          + " s3-transfer-manager with what they need";

  /** By how a class's name begins; the first that fits counts. */
  private static final List<Jar> JARS =
      List.of(
          new Jar(
              "org/apache/hadoop/fs/s3a/",
              "hadoop-aws is not on the class path. Add the hadoop-aws jar of the same version as"
                  + " Hadoop's others"),
          new Jar(
              "org/apache/hadoop/",
              "Hadoop is not on the class path. Add hadoop-client-api and hadoop-client-runtime, or"
                  + " hadoop-common with what it needs"),
          new Jar("software/amazon/awssdk/", SDK),
          new Jar(
              "com/databricks/",
              "the Databricks SDK is not on the class path. Add databricks-sdk-java"),
          new Jar(
              "com/fasterxml/jackson/", "Jackson is not on the class path. Add jackson-databind"),
          new Jar("org/slf4j/", "slf4j is not on the class path. Add slf4j-api"));

  private record Jar(String classes, String missing) {}

  private MissingJar() {}

  /**
   * What to tell of a class that cannot be had.
   *
   * @param failure what Java threw
   * @return what is missing, and what to do
   */
  public static String explain(LinkageError failure) {
    String name = String.valueOf(failure.getMessage()).replace('.', '/');
    boolean missing = failure instanceof NoClassDefFoundError;
    return JARS.stream()
        .filter(jar -> missing && name.startsWith(jar.classes()))
        .findFirst()
        .map(jar -> jar.missing() + " (the class " + name.replace('/', '.') + " is missing)")
        .orElseGet(
            () ->
                "jars on the class path do not fit each other: "
                    + failure
                    + ". Use the AWS SDK and the hadoop-aws that your Hadoop release names");
  }
}
