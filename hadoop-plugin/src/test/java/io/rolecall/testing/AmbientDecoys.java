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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Identities wherever the SDK looks for one in a process: what stands for its environment, its
 * files, instance metadata, and a web identity. Before each test each of them is used once, so that
 * a test knows that they are alive. After it, nobody has asked the instance for one; that no
 * request was signed with a key of {@link #KEYS}, a test asserts of its servers. The web identity
 * is the exception: this SDK exchanges it at Amazon's STS alone, which no test can reach, so that
 * its use is a failure.
 */
public final class AmbientDecoys implements BeforeEachCallback, AfterEachCallback {

  /** What the access key ids of the decoys begin with. */
  public static final String KEYS = "decoy-";

  private static final String WEB_IDENTITY_ROLE = "arn:aws:iam::999999999999:role/decoy";
  private static final String METADATA = "/latest/meta-data/iam/security-credentials/";

  private final Map<String, @Nullable String> before = new LinkedHashMap<>();
  private @Nullable FakeMetadata metadata;
  private int asked;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path folder = Files.createTempDirectory("decoys");
    Path token = Files.writeString(folder.resolve("token"), "web-identity");
    Path profile =
        Files.writeString(
            folder.resolve("credentials"),
            "[default]\naws_access_key_id = decoy-file\naws_secret_access_key = secret\n");
    FakeMetadata ofInstance = new FakeMetadata();
    ofInstance.answer("/latest/api/token", 200, "metadata-token");
    ofInstance.answer(METADATA, 200, "decoy");
    ofInstance.answer(
        METADATA + "decoy",
        200,
        """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "decoy-metadata",
         "SecretAccessKey": "secret", "Token": "token", "LastUpdated": "2026-01-01T00:00:00Z",
         "Expiration": "%s"}
        """
            .formatted(Instant.now().plus(Duration.ofHours(1))));
    metadata = ofInstance;
    set(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "decoy-environment");
    set(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "secret");
    set("aws.sharedCredentialsFile", profile.toString());
    set("aws.configFile", folder.resolve("none").toString());
    set(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.property(), token.toString());
    set(SdkSystemSetting.AWS_ROLE_ARN.property(), WEB_IDENTITY_ROLE);
    set(SdkSystemSetting.AWS_REGION.property(), "eu-west-1");
    set(
        SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.property(),
        ofInstance.endpoint().toString());
    assertThat(key(DefaultCredentialsProvider.create())).isEqualTo("decoy-environment");
    assertThat(key(ProfileCredentialsProvider.create())).isEqualTo("decoy-file");
    assertThat(key(InstanceProfileCredentialsProvider.create())).isEqualTo("decoy-metadata");
    asked = ofInstance.requests().size();
  }

  private static String key(AwsCredentialsProvider provider) {
    return provider.resolveCredentials().accessKeyId();
  }

  private void set(String property, String value) {
    before.put(property, System.setProperty(property, value));
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
    FakeMetadata ofInstance = requireNonNull(metadata);
    ofInstance.close();
    assertThat(ofInstance.requests()).as("questions to the instance").hasSize(asked);
  }
}
