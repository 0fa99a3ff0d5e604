package io.rolecall.clients;

import static io.rolecall.localaws.oidc.TokenIssuer.Algorithm.RS256;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.ProcessProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkSystemSetting;

/** Identities where the SDK of an executor would look for some, each with rights on the lake. */
final class Decoys {

  private static final String VARIABLE = "spark.executorEnv.";
  private static final String HOME = "HOME";

  private Decoys() {}

  /** Where one looks. */
  enum Place {
    ENVIRONMENT(LakeAccounts.OF_ENVIRONMENT),
    FILE(LakeAccounts.OF_FILE),
    WEB_IDENTITY("decoy-web"),
    CONTAINER(LakeAccounts.OF_MACHINE),
    METADATA(LakeAccounts.OF_MACHINE);

    /** What the ARN of the identity there contains. */
    final String identity;

    Place(String identity) {
      this.identity = identity;
    }
  }

  /**
   * Plants all of them.
   *
   * @param folder where their files go
   * @return what executors are started with
   */
  static Map<String, String> plant(LocalAws aws, Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Place place : Place.values()) {
      settings.putAll(plant(place, aws, folder));
    }
    return settings;
  }

  /**
   * Plants one of them. Executors have a home without files, where no other is said.
   *
   * @param folder where its file goes
   * @return what executors are started with
   */
  static Map<String, String> plant(Place place, LocalAws aws, Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    Path home = Files.createDirectories(folder.resolve("home"));
    settings.put(VARIABLE + HOME, home.toString());
    settings.put(VARIABLE + "AWS_REGION", "us-east-1");
    switch (place) {
      case ENVIRONMENT -> {
        AccessKey key = aws.credentialsOf(LakeAccounts.LAKE, LakeAccounts.OF_ENVIRONMENT);
        settings.put(VARIABLE + "AWS_ACCESS_KEY_ID", key.accessKeyId());
        settings.put(VARIABLE + "AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
      }
      case FILE ->
          Workplace.writeProfile(
              Files.createDirectories(home.resolve(".aws")),
              aws.credentialsOf(LakeAccounts.LAKE, LakeAccounts.OF_FILE));
      case WEB_IDENTITY -> {
        Path token = folder.resolve("web-identity-token");
        Files.writeString(token, token());
        settings.put(VARIABLE + "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
        settings.put(VARIABLE + "AWS_ROLE_ARN", LakeAccounts.OF_WEB_IDENTITY);
        settings.put(VARIABLE + "AWS_ENDPOINT_URL_STS", aws.endpoint().toString());
      }
      case CONTAINER -> {
        settings.put(
            VARIABLE + "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            aws.metadataEndpoint() + "/v1/credentials");
        settings.put(VARIABLE + "AWS_CONTAINER_AUTHORIZATION_TOKEN", "decoy");
      }
      case METADATA ->
          settings.put(
              VARIABLE + "AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.metadataEndpoint().toString());
    }
    return settings;
  }

  /**
   * The same for a client of this process, whose variables nobody can set: each has a property.
   *
   * @param executors what executors would be started with
   */
  static void plant(Map<String, String> executors, ProcessProperties process) {
    process.set("aws.configFile", "/none");
    executors.forEach(
        (key, value) -> {
          switch (key.substring(VARIABLE.length())) {
            case HOME -> process.set("aws.sharedCredentialsFile", value + "/.aws/credentials");
            case "AWS_ENDPOINT_URL_STS" -> process.set("aws.endpointUrlSts", value);
            default ->
                process.set(
                    SdkSystemSetting.valueOf(key.substring(VARIABLE.length())).property(), value);
          }
        });
  }

  private static String token() {
    Instant now = Instant.now();
    return LakeAccounts.ISSUER.issue(
        RS256,
        Map.of(
            "aud", List.of("sts.amazonaws.com"),
            "sub", LakeAccounts.SUBJECT,
            "iat", now.getEpochSecond(),
            "exp", now.plusSeconds(3600).getEpochSecond()));
  }
}
