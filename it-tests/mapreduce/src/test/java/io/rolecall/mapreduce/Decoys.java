package io.rolecall.mapreduce;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Identities where the SDK of a job's container would look for some. */
final class Decoys {

  private static final String SDK = "software.amazon.awssdk.auth.credentials.";

  /** Who starts containers, and what their variables are set by. */
  private static final List<String> CONTAINERS =
      List.of("mapreduce.map.env.", "mapreduce.reduce.env.", "yarn.app.mapreduce.am.env.");

  /** The providers that find them, and what the ARN of each one's identity contains. */
  static final Map<String, String> FOUND_BY =
      Map.of(
          SDK + "EnvironmentVariableCredentialsProvider", ChainedAccounts.OF_ENVIRONMENT,
          SDK + "ProfileCredentialsProvider", ChainedAccounts.OF_FILE,
          SDK + "WebIdentityTokenFileCredentialsProvider", ChainedAccounts.OF_WEB_IDENTITY,
          SDK + "ContainerCredentialsProvider", ChainedAccounts.OF_METADATA,
          SDK + "InstanceProfileCredentialsProvider", ChainedAccounts.OF_METADATA);

  private Decoys() {}

  /**
   * Plants all of them in the containers of MapReduce.
   *
   * @param folder where their files go
   * @return the settings that a job's containers are started with
   */
  static Map<String, String> plant(LocalAws aws, Path folder) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> variables = variables(aws, folder);
    for (String container : CONTAINERS) {
      variables.forEach((name, value) -> settings.put(container + name, value));
    }
    return settings;
  }

  /**
   * All of them, to be planted.
   *
   * @param folder where their files go
   * @return the variables that the SDK of a container finds them by
   */
  static Map<String, String> variables(LocalAws aws, Path folder) throws IOException {
    AccessKey key = aws.credentialsOf(ThreeAccounts.FLIGHTS, ChainedAccounts.OF_ENVIRONMENT);
    Path file =
        Workplace.writeProfile(
            Files.createDirectories(folder.resolve("decoys")),
            aws.credentialsOf(ThreeAccounts.FLIGHTS, ChainedAccounts.OF_FILE));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
    variables.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    variables.put(
        "AWS_WEB_IDENTITY_TOKEN_FILE", ChainedAccounts.containersToken(folder).toString());
    variables.put("AWS_ROLE_ARN", ChainedAccounts.decoy(ChainedAccounts.OF_WEB_IDENTITY));
    variables.put("AWS_ENDPOINT_URL_STS", aws.endpoint().toString());
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.metadataEndpoint().toString());
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", aws.metadataEndpoint() + "/v1/credentials");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "decoy");
    return variables;
  }
}
