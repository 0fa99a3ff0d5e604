package io.rolecall.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which jar is missing, or does not fit, where Java knows the name of a class alone. */
public final class MissingJar {

  private static final String SDK =
      "the AWS SDK is not on the class path. Add the SDK that your hadoop-aws was built with: the"
          + " jar 'bundle', or the modules s3, sts, apache-client, netty-nio-client and"
          + " s3-transfer-manager with what they need";

  /** By how a class's name begins; the first that fits counts. */
  private static final Map<String, String> JARS = new LinkedHashMap<>();

  static {
    JARS.put(
        "org/apache/hadoop/fs/s3a/",
        "hadoop-aws is not on the class path. Add the hadoop-aws jar of the same version as Hadoop's"
            + " others");
    JARS.put(
        "org/apache/hadoop/",
        "Hadoop is not on the class path. Add hadoop-client-api and hadoop-client-runtime, or"
            + " hadoop-common with what it needs");
    JARS.put("software/amazon/awssdk/", SDK);
    JARS.put(
        "com/databricks/", "the Databricks SDK is not on the class path. Add databricks-sdk-java");
    JARS.put("com/fasterxml/jackson/", "Jackson is not on the class path. Add jackson-databind");
    JARS.put("org/slf4j/", "slf4j is not on the class path. Add slf4j-api");
  }

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
    return JARS.entrySet().stream()
        .filter(jar -> missing && name.startsWith(jar.getKey()))
        .findFirst()
        .map(jar -> jar.getValue() + " (the class " + name.replace('/', '.') + " is missing)")
        .orElseGet(
            () ->
                "jars on the class path do not fit each other: "
                    + failure
                    + ". Use the AWS SDK and the hadoop-aws that your Hadoop release names");
  }
}
