package io.rolecall.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * Identities wherever the SDK looks for one in a process: what stands for its environment, its
 * files, a container's credentials, instance metadata, and a web identity. Before each test each of
 * them is used once, so that a test knows that they are alive. After it, nobody has asked the
 * instance or the container for one; that no request was signed with a key of {@link #KEYS}, a test
 * asserts of its servers. This SDK exchanges the web identity at Amazon's STS where nobody names
 * another: here the fake one is named, and in a test its use is a failure, because no test can
 * reach Amazon's.
 */
public final class AmbientDecoys implements BeforeEachCallback, AfterEachCallback {

  /** What the access key ids of the decoys begin with. */
  public static final String KEYS = "decoy-";

  private static final String WEB_IDENTITY_ROLE = "arn:aws:iam::999999999999:role/decoy";
  private static final String CONTAINER = "/v1/credentials";
  private static final String METADATA = "/latest/meta-data/iam/security-credentials/";

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();
  private @Nullable FakeMetadata metadata;
  private @Nullable Path folder;
  private int asked;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path files = Files.createTempDirectory("decoys");
    folder = files;
    Path token = Files.writeString(files.resolve("token"), "web-identity");
    Path profile =
        Files.writeString(
            files.resolve("credentials"),
            "[default]\naws_access_key_id = decoy-file\naws_secret_access_key = secret\n");
    FakeMetadata ofInstance = new FakeMetadata();
    ofInstance.answer("/latest/api/token", 200, "metadata-token");
    ofInstance.answer(METADATA, 200, "decoy");
    ofInstance.answer(METADATA + "decoy", 200, credentials("decoy-metadata"));
    ofInstance.answer(CONTAINER, 200, credentials("decoy-container"));
    metadata = ofInstance;
    set(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "decoy-environment");
    set(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "secret");
    set("aws.sharedCredentialsFile", profile.toString());
    set("aws.configFile", files.resolve("none").toString());
    set(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.property(), token.toString());
    set(SdkSystemSetting.AWS_ROLE_ARN.property(), WEB_IDENTITY_ROLE);
    set(SdkSystemSetting.AWS_REGION.property(), "eu-west-1");
    set(
        SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.property(),
        ofInstance.endpoint().toString());
    set(
        SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property(),
        ofInstance.endpoint() + CONTAINER);
    assertThat(key(ContainerCredentialsProvider.builder().build())).isEqualTo("decoy-container");
    assertThat(key(DefaultCredentialsProvider.create())).isEqualTo("decoy-environment");
    assertThat(key(ProfileCredentialsProvider.create())).isEqualTo("decoy-file");
    assertThat(key(InstanceProfileCredentialsProvider.create())).isEqualTo("decoy-metadata");
    assertThat(keyOfWebIdentity()).isEqualTo("key-1");
    asked = ofInstance.requests().size();
  }

  private static String keyOfWebIdentity() {
    try (FakeSts sts = new FakeSts();
        StsClient client =
            StsClient.builder()
                .endpointOverride(sts.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
        StsWebIdentityTokenFileCredentialsProvider provider =
            StsWebIdentityTokenFileCredentialsProvider.builder().stsClient(client).build()) {
      String key = key(provider);
      assertThat(sts.calls())
          .singleElement()
          .matches(call -> call.parameter("WebIdentityToken").equals("web-identity"))
          .matches(call -> call.parameter("RoleArn").equals(WEB_IDENTITY_ROLE));
      return key;
    }
  }

  private static String credentials(String key) {
    return """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "%s",
         "SecretAccessKey": "secret", "Token": "token", "LastUpdated": "2026-01-01T00:00:00Z",
         "Expiration": "%s"}
        """
        .formatted(key, Instant.now().plus(Duration.ofHours(1)));
  }

  private static String key(AwsCredentialsProvider provider) {
    return provider.resolveCredentials().accessKeyId();
  }

  private void set(String property, String value) {
    before.put(property, System.setProperty(property, value));
  }

  /** Fails if a decoy signed a request to a server of a test. */
  public static void assertUnusedIn(FakeSts sts) {
    assertThat(sts.calls()).noneMatch(call -> call.accessKeyId().startsWith(KEYS));
    assertThat(sts.calls())
        .noneMatch(call -> call.parameter("Action").equals("AssumeRoleWithWebIdentity"));
  }

  /** For a test of what is declared, where a property of a decoy would be refused before it. */
  public void withdraw() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    before.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    withdraw();
    assertThat(FileUtil.fullyDelete(requireNonNull(folder).toFile())).isTrue();
    FakeMetadata ofInstance = requireNonNull(metadata);
    ofInstance.close();
    assertThat(ofInstance.requests()).as("questions to the instance or container").hasSize(asked);
  }
}
