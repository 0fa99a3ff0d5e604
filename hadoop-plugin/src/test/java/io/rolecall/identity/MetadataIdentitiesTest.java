package io.rolecall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.FakeMetadata;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials of the machine: instance metadata, and a container's endpoint. */
class MetadataIdentitiesTest {

  private static final String TOKEN = "/latest/api/token";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String INSTANCE = "base identity from the instance profile: ";
  private static final String CONTAINER =
      "base identity from the container's credentials endpoint: ";

  private final FakeMetadata metadata = new FakeMetadata();

  @AfterEach
  void close() {
    metadata.close();
    for (String property :
        new String[] {
          "aws.containerCredentialsFullUri",
          "aws.containerAuthorizationToken",
          "aws.containerAuthorizationTokenFile",
          "aws.disableEc2Metadata"
        }) {
      System.clearProperty(property);
    }
  }

  private static String credentials(int number) {
    return """
    {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "key-%1$d",
     "SecretAccessKey": "secret-%1$d", "Token": "token-%1$d", "Expiration": "%2$s"}
    """
        .formatted(number, Instant.now().plus(6, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }

  private void serve() {
    metadata
        .answer(TOKEN, 200, "imds-token")
        .answer(ROLES, 200, "node-role")
        .answer(ROLES + "node-role", 200, credentials(1));
  }

  private static BaseIdentity identity(IdentitySource source) {
    return BaseIdentity.of(source, RolecallConfig.ofAll(new Configuration(false)));
  }

  private BaseIdentity instanceProfile() {
    return identity(new OwnCredentials.InstanceProfile(Optional.of(metadata.endpoint())));
  }

  private static SessionException failure(BaseIdentity identity) {
    SessionException failure = catchThrowableOfType(SessionException.class, identity::credentials);
    assertThat(failure).isNotNull();
    identity.close();
    return failure;
  }

  @Test
  void takesTheInstanceProfilesCredentialsWithATokenAndAsksOnce() throws SessionException {
    serve();
    try (BaseIdentity identity = instanceProfile()) {
      assertThat(metadata.requests()).isEmpty();
      AwsSessionCredentials credentials = (AwsSessionCredentials) identity.credentials();
      assertThat(credentials.accessKeyId()).isEqualTo("key-1");
      assertThat(credentials.sessionToken()).isEqualTo("token-1");
      identity.credentials();
    }
    assertThat(metadata.requests())
        .containsExactly(
            "PUT " + TOKEN,
            "GET " + ROLES + " imds-token",
            "GET " + ROLES + "node-role imds-token");
  }

  @Test
  void neverAsksVersionOneOfTheService() {
    serve();
    metadata.answer(TOKEN, 404, "no");
    SessionException failure = failure(instanceProfile());
    assertThat(failure)
        .hasMessage(
            INSTANCE
                + "the instance metadata service gave no token, and its version 1 is not used");
    assertThat(metadata.requests()).allMatch(request -> request.startsWith("PUT "));
  }

  @Test
  void saysThatTheHopLimitMayBeTooLow() {
    serve();
    metadata.hang(TOKEN);
    SessionException failure = failure(instanceProfile());
    assertThat(failure)
        .hasMessage(
            INSTANCE
                + "the instance metadata service did not answer in time when it was asked for a"
                + " token. In a container, its answer needs a hop more: raise the instance's"
                + " HttpPutResponseHopLimit to 2");
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void saysThatTheServiceIsSlow() {
    serve();
    metadata.hang(ROLES);
    assertThat(failure(instanceProfile()))
        .hasMessage(
            INSTANCE
                + "the instance metadata service did not answer in time. It may be busy: many"
                + " processes ask it at once");
  }

  @Test
  void saysThatThereIsNoService() {
    metadata.close();
    SessionException failure = failure(instanceProfile());
    assertThat(failure)
        .hasMessage(
            INSTANCE
                + "the instance metadata service cannot be reached. Is this an EC2 instance whose"
                + " metadata endpoint is enabled? Elsewhere, choose another base identity");
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void saysThatTheServiceIsSwitchedOff() {
    metadata.answer(TOKEN, 403, "forbidden");
    SessionException failure = failure(instanceProfile());
    assertThat(failure)
        .hasMessage(
            INSTANCE
                + "the instance metadata service refuses to give a token (status 403). Enable the"
                + " instance's metadata endpoint (HttpEndpoint), or choose another base identity");
    assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
  }

  @Test
  void saysThatTheInstanceHasNoProfile() {
    metadata.answer(TOKEN, 200, "imds-token");
    assertThat(failure(instanceProfile()))
        .hasMessage(
            INSTANCE
                + "the instance has no instance profile. Attach one whose role may assume the"
                + " routes' roles");
  }

  @Test
  void saysThatTheEnvironmentForbidsIt() {
    System.setProperty("aws.disableEc2Metadata", "true");
    assertThat(failure(instanceProfile()))
        .hasMessage(
            INSTANCE
                + "AWS_EC2_METADATA_DISABLED switches it off. Unset it, or choose another base"
                + " identity");
  }

  @Test
  void takesTheContainersCredentialsWithItsAuthorization(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "pod-token");
    metadata.answer("/v1/credentials", 200, credentials(7));
    System.setProperty("aws.containerCredentialsFullUri", metadata.endpoint() + "/v1/credentials");
    System.setProperty("aws.containerAuthorizationTokenFile", token.toString());
    try (BaseIdentity identity = identity(new OwnCredentials.Container())) {
      assertThat(identity.credentials().accessKeyId()).isEqualTo("key-7");
    }
    assertThat(metadata.requests()).containsExactly("GET /v1/credentials pod-token");
  }

  @Test
  void saysThatThisIsNoContainer() {
    assertThat(failure(identity(new OwnCredentials.Container())))
        .hasMessage(
            CONTAINER
                + "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor"
                + " AWS_CONTAINER_CREDENTIALS_FULL_URI is set. ECS sets the first for a task with a"
                + " task role, EKS the second for a pod with a pod identity; elsewhere, choose"
                + " another base identity");
  }

  @Test
  void saysThatTheContainersEndpointRefuses() {
    metadata.answer("/v1/credentials", 403, "{}");
    System.setProperty("aws.containerCredentialsFullUri", metadata.endpoint() + "/v1/credentials");
    assertThat(failure(identity(new OwnCredentials.Container())).getMessage())
        .startsWith(CONTAINER)
        .endsWith(". Does the task or pod have a role, and can this process reach the endpoint?");
  }

  @Test
  void sendsNoCredentialsRequestToAForeignHost() {
    System.setProperty("aws.containerCredentialsFullUri", URI.create("http://192.0.2.1/c") + "");
    assertThat(failure(identity(new OwnCredentials.Container())).getMessage())
        .startsWith(CONTAINER + "The full URI (http://192.0.2.1/c)")
        .contains("has an invalid host");
  }
}
