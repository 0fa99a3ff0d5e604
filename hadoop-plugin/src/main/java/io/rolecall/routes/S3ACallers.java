package io.rolecall.routes;

import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.routes.json.EnvironmentText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The base identities that S3A's classes of credentials mean, where that is exactly one: what falls
 * from one identity to another in S3A has no counterpart here.
 *
 * @param conf the keys of the bucket
 */
record S3ACallers(Configuration conf) {

  static final String HADOOP = "org.apache.hadoop.fs.s3a.";
  static final String SDK = "software.amazon.awssdk.auth.credentials.";
  static final String SIMPLE = HADOOP + "SimpleAWSCredentialsProvider";
  static final String ENVIRONMENT = SDK + "EnvironmentVariableCredentialsProvider";

  private static final String TEMPORARY = HADOOP + "TemporaryAWSCredentialsProvider";
  static final String PROFILE_FILE = "fs.s3a.auth.profile.file";
  static final String PROFILE_NAME = "fs.s3a.auth.profile.name";

  /** The container's if the environment names its endpoint, else the machine's; as S3A begins. */
  private static final String MACHINE = "machine";

  /** One of the SDK's two files. */
  private static final String PROFILE = "profile";

  /** One of S3A's own file. */
  private static final String PROFILE_OF_FILE = "profile of a file";

  /** What each means; S3A takes the names of the SDK's version 1 for its own. */
  private static final Map<List<String>, String> MEANING =
      Map.ofEntries(
          Map.entry(List.of(SIMPLE), "keys"),
          Map.entry(List.of(TEMPORARY), "keys"),
          Map.entry(List.of(TEMPORARY, SIMPLE), "keys"),
          Map.entry(List.of(SDK + "DefaultCredentialsProvider"), "chain"),
          Map.entry(List.of(SDK + "InstanceProfileCredentialsProvider"), "instance-profile"),
          Map.entry(List.of(SDK + "ContainerCredentialsProvider"), "container"),
          Map.entry(List.of(SDK + "WebIdentityTokenFileCredentialsProvider"), "web-identity"),
          Map.entry(List.of(ENVIRONMENT), "environment"),
          Map.entry(
              List.of("com.amazonaws.auth.EnvironmentVariableCredentialsProvider"), "environment"),
          Map.entry(List.of(HADOOP + "auth.IAMInstanceCredentialsProvider"), MACHINE),
          Map.entry(List.of("com.amazonaws.auth.InstanceProfileCredentialsProvider"), MACHINE),
          Map.entry(List.of("com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper"), MACHINE),
          Map.entry(List.of(SDK + "ProfileCredentialsProvider"), PROFILE),
          Map.entry(List.of("com.amazonaws.auth.profile.ProfileCredentialsProvider"), PROFILE),
          Map.entry(List.of(HADOOP + "auth.ProfileAWSCredentialsProvider"), PROFILE_OF_FILE));

  /**
   * A base identity.
   *
   * @param word as in {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY}
   * @param source it, where that key has no word for it; null: what the word means
   */
  record Meant(String word, @Nullable IdentitySource source) {}

  /**
   * What classes mean.
   *
   * @param classes a value of S3A's key
   * @return the identity; empty if Rolecall has no name for it
   */
  Optional<Meant> meaning(List<String> classes) {
    String meant = MEANING.get(classes);
    if (meant == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (meant) {
          case MACHINE -> new Meant(isInContainer() ? "container" : "instance-profile", null);
          case PROFILE ->
              new Meant(
                  "profile:" + EnvironmentText.get("aws.profile", "AWS_PROFILE", "default"), null);
          case PROFILE_OF_FILE -> profileOfFile();
          default -> new Meant(meant, null);
        });
  }

  private static boolean isInContainer() {
    return EnvironmentText.find(
                "aws.containerCredentialsPath", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            != null
        || EnvironmentText.find(
                "aws.containerCredentialsFullUri", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
            != null;
  }

  /** S3A reads variables of the environment alone here, and one file alone. */
  private Meant profileOfFile() {
    String name = conf.getTrimmed(PROFILE_NAME, EnvironmentText.variable("AWS_PROFILE", "default"));
    String file =
        conf.getTrimmed(
            PROFILE_FILE,
            EnvironmentText.variable(
                "AWS_SHARED_CREDENTIALS_FILE",
                Path.of(System.getProperty("user.home"), ".aws", "credentials").toString()));
    return new Meant(
        "profile:" + name, new OwnCredentials.Profile(name, Optional.of(Path.of(file))));
  }
}
