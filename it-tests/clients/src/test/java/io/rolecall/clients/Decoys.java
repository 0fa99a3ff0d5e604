package io.rolecall.clients;

import static io.rolecall.localaws.oidc.TokenIssuer.Algorithm.RS256;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Identities where the SDK of an executor would look for some, each with rights on the lake. */
final class Decoys {

  private static final String VARIABLE = "spark.executorEnv.";

  private Decoys() {}

  /**
   * Plants all of them.
   *
   * @param folder where their files go
   * @return what executors are started with
   */
  static Map<String, String> plant(LocalAws aws, Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    AccessKey environment = aws.credentialsOf(LakeAccounts.LAKE, LakeAccounts.OF_ENVIRONMENT);
    settings.put(VARIABLE + "AWS_ACCESS_KEY_ID", environment.accessKeyId());
    settings.put(VARIABLE + "AWS_SECRET_ACCESS_KEY", environment.secretAccessKey());
    settings.put(VARIABLE + "AWS_REGION", "us-east-1");
    Path home = folder.resolve("home");
    Workplace.writeProfile(
        Files.createDirectories(home.resolve(".aws")),
        aws.credentialsOf(LakeAccounts.LAKE, LakeAccounts.OF_FILE));
    settings.put(VARIABLE + "HOME", home.toString());
    Path token = folder.resolve("web-identity-token");
    Instant now = Instant.now();
    Files.writeString(
        token,
        LakeAccounts.ISSUER.issue(
            RS256,
            Map.of(
                "aud", List.of("sts.amazonaws.com"),
                "sub", LakeAccounts.SUBJECT,
                "iat", now.getEpochSecond(),
                "exp", now.plusSeconds(3600).getEpochSecond())));
    settings.put(VARIABLE + "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    settings.put(VARIABLE + "AWS_ROLE_ARN", LakeAccounts.OF_WEB_IDENTITY);
    settings.put(VARIABLE + "AWS_ENDPOINT_URL_STS", aws.endpoint().toString());
    settings.put(VARIABLE + "AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.metadataEndpoint().toString());
    return settings;
  }
}
