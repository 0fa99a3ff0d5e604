package io.rolecall.supply.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsVariablesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ACCESS_KEY_ID",
        "AWS_ACCESS_KEY",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SECRET_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
        "AWS_TOKEN",
        "AWS_BEARER_TOKEN_BEDROCK",
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CREDENTIAL_FILE",
        "AWS_CREDENTIAL_PROFILES_FILE",
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_IAM_ROLE_ARN",
        "AWS_S3_ASSUME_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "AWS_METADATA_ENDPOINT",
        "AWS_SKIP_SIGNATURE",
        "FSSPEC_S3_KEY",
        "FSSPEC_S3A_SECRET"
      })
  void whatLeadsToAnIdentityDoesNotReachTheCommand(String name) {
    assertThat(AwsVariables.isIdentity(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_CA_BUNDLE",
        "AWS_PAGER",
        "AWS_MAX_ATTEMPTS",
        "AWS_SSE_KMS_KEY_ID",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_S3_LOCKING_PROVIDER",
        "AWS_ACCESS_KEY_ID_DYNAMODB",
        "AWS_SECRET_ACCESS_KEY_DYNAMODB",
        "AWS_SESSION_TOKEN_DYNAMODB",
        "PATH"
      })
  void theRestDoes(String name) {
    assertThat(AwsVariables.isIdentity(name)).isFalse();
  }

  /** The token would go to another store than the location's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ENDPOINT",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_S3",
        "AWS_S3_ENDPOINT",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_ALLOW_HTTP",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST"
      })
  void anotherStoreDoesNotReachTheCommand(String name) {
    Map<String, String> environment = new HashMap<>(Map.of(name, "other"));
    AwsVariables.clear(environment);
    assertThat(environment).doesNotContainKey(name);
  }

  @Test
  void neitherTheMachineNorAnOldFileHasOneToFind() {
    Map<String, String> environment =
        new HashMap<>(Map.of("AWS_PROFILE", "other", "AWS_REGION", "eu-west-1"));
    AwsVariables.clear(environment);
    assertThat(environment)
        .isEqualTo(
            Map.of(
                "AWS_REGION",
                "eu-west-1",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                "http://127.0.0.1:0",
                "AWS_METADATA_ENDPOINT",
                "http://127.0.0.1:0",
                "BOTO_CONFIG",
                "/dev/null"));
  }

  @Test
  void noProxyIsAskedForTheSession() {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin"));
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment).isEqualTo(Map.of("PATH", "/bin"));
    environment.put("http_proxy", "http://proxy:3128");
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment).containsEntry("NO_PROXY", "127.0.0.1");
    environment.put("no_proxy", ".example.com");
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment)
        .containsEntry("no_proxy", ".example.com,127.0.0.1")
        .containsEntry("NO_PROXY", "127.0.0.1");
  }

  @Test
  void eachClientsExceptionsStayItsOwn() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "https_proxy",
                "http://proxy:3128",
                "ALL_PROXY",
                "http://proxy:3128",
                "no_proxy",
                ".example.com",
                "NO_PROXY",
                ".example.org, 10.0.0.1"));
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment)
        .containsEntry("no_proxy", ".example.com,127.0.0.1")
        .containsEntry("NO_PROXY", ".example.org, 10.0.0.1,127.0.0.1");
  }

  /** Who knows one of the two alone is to find in it what the other says. */
  @Test
  void whatOnlyOneOfTheTwoSaysHoldsForBoth() {
    Map<String, String> environment =
        new HashMap<>(Map.of("HTTP_PROXY", "http://proxy:3128", "NO_PROXY", ".example.com"));
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment)
        .containsEntry("no_proxy", ".example.com,127.0.0.1")
        .containsEntry("NO_PROXY", ".example.com,127.0.0.1");
  }

  /** With anything beside it, it is no wildcard. */
  @ParameterizedTest
  @ValueSource(strings = {"*", " * "})
  void whereNoProxyIsAskedAtAllNothingChanges(String all) {
    Map<String, String> environment =
        new HashMap<>(Map.of("http_proxy", "http://proxy:3128", "NO_PROXY", all));
    AwsVariables.reachDirectly(environment, "127.0.0.1");
    assertThat(environment).containsEntry("NO_PROXY", all).containsEntry("no_proxy", all);
  }
}
