package io.rolecall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.config.RolecallConfig;
import io.rolecall.identity.saml.JavaKeyStores;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.OwnCredentials;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials from files: profiles, properties, Hadoop's credential providers. */
class FileIdentitiesTest {

  private final Path directory;
  private final Configuration conf = new Configuration(false);

  FileIdentitiesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private BaseIdentity identity(IdentitySource source) {
    return BaseIdentity.of(source, RolecallConfig.ofAll(conf));
  }

  private BaseIdentity properties(Path file) {
    return identity(new OwnCredentials.PropertiesFile(file));
  }

  private BaseIdentity profile(String name, Path file) {
    return identity(new OwnCredentials.Profile(name, Optional.of(file)));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("file"), text.replace("; ", "\n"));
  }

  private static String failure(BaseIdentity identity) {
    SessionException failure = catchThrowableOfType(SessionException.class, identity::credentials);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(SessionException.Kind.PERMANENT);
    assertThat(failure.toString()).doesNotContain("secret-1");
    return String.valueOf(failure.getMessage());
  }

  private BaseIdentity of(String bucket) {
    RoutedBucket routed = RouteBook.of(conf).of(bucket, HadoopUser.current());
    return BaseIdentity.of(routed.baseIdentity(), routed.config());
  }

  @Test
  void readsAPropertiesFile() throws Exception {
    assertThat(properties(write("accessKey = key-1; secretKey: secret-1")).credentials())
        .isEqualTo(AwsBasicCredentials.create("key-1", "secret-1"));
  }

  @Test
  void readsASessionFromAPropertiesFile() throws Exception {
    assertThat(
            properties(write("accessKey=key-1; secretKey=secret-1; sessionToken=token-1"))
                .credentials())
        .isEqualTo(AwsSessionCredentials.create("key-1", "secret-1", "token-1"));
  }

  @Test
  void readsAPropertiesFileAgainWhenItChanges() throws Exception {
    Path file = write("accessKey=key-1; secretKey=secret-1");
    BaseIdentity identity = properties(file);
    identity.credentials();
    write("accessKey=key-2; secretKey=secret-2");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(identity.credentials().accessKeyId()).isEqualTo("key-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | has no 'accessKey'",
        "accessKey=key-1 | has no 'secretKey'",
        "secretKey=secret-1 | has no 'accessKey'",
        "accessKey=key-1; secretKey=\\u12 | is not a Java properties file",
      })
  void saysWhatAPropertiesFileLacks(String text, String message) throws IOException {
    Path file = write(text);
    assertThat(failure(properties(file)))
        .isEqualTo(
            "base identity from properties file "
                + file
                + ": "
                + file
                + " "
                + message
                + ". Expected a file that the driver can read, with accessKey=..., secretKey=..."
                + " and perhaps sessionToken=...");
  }

  @Test
  void saysThatAPropertiesFileIsMissing() {
    Path file = directory.resolve("none");
    assertThat(failure(properties(file))).contains(": " + file + " does not exist. Expected");
  }

  @Test
  void saysThatAPropertiesFileIsUnreadable() {
    assertThat(failure(properties(directory)))
        .startsWith(
            "base identity from properties file "
                + directory
                + ": "
                + directory
                + " cannot be read: Is a directory. Expected");
  }

  @Test
  void readsAProfileAndReadsItAgainWhenItChanges() throws Exception {
    Path file = write("[ci]; aws_access_key_id=key-1; aws_secret_access_key=secret-1");
    try (BaseIdentity identity = profile("ci", file)) {
      assertThat(identity.credentials().accessKeyId()).isEqualTo("key-1");
      write("[ci]; aws_access_key_id=key-2; aws_secret_access_key=secret-2");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
      assertThat(identity.credentials().accessKeyId()).isEqualTo("key-2");
    }
  }

  @Test
  void saysThatAProfileIsMissing() throws IOException {
    Path file = write("[ci]; aws_access_key_id=key-1; aws_secret_access_key=secret-1");
    assertThat(failure(profile("prod", file)))
        .isEqualTo(
            "base identity from profile 'prod' of "
                + file
                + ": Profile file contained no credentials for profile 'prod'. Expected a section"
                + " [prod] with credentials, or with what they are got by, in "
                + file);
  }

  @Test
  void saysThatAProfileHasNoCredentials() throws IOException {
    assertThat(failure(profile("ci", write("[ci]; region=eu-west-1"))))
        .contains("Profile file contained no credentials for profile 'ci'. Expected");
  }

  @Test
  void saysThatAProfileIsOnlyHalf() throws IOException {
    assertThat(failure(profile("ci", write("[ci]; aws_access_key_id=key-1"))))
        .contains("profile 'ci'")
        .contains("aws_secret_access_key");
  }

  @Test
  void saysThatAProfilesFileIsMalformed() throws IOException {
    Path file = write("aws_access_key_id=key-1");
    assertThat(failure(profile("ci", file)))
        .isEqualTo(
            "base identity from profile 'ci' of %1$s: %1$s: Expected a profile definition on line"
                    .formatted(file)
                + " 1. Correct the file");
  }

  @Test
  void saysThatAProfilesFileIsMissing() {
    Path file = directory.resolve("none");
    assertThat(failure(profile("ci", file)))
        .isEqualTo(
            "base identity from profile 'ci' of "
                + file
                + ": "
                + file
                + " does not exist. Expected a section [ci] with credentials, or with what they are"
                + " got by, in "
                + file);
  }

  @Test
  void readsKeysFromHadoopsCredentialProviders() throws Exception {
    String store = "jceks://file" + directory.resolve("keys.jceks");
    conf.set("hadoop.security.credential.provider.path", store);
    JavaKeyStores.write(
        conf,
        "fs.s3a.access.key",
        "key-1",
        "fs.s3a.secret.key",
        "secret-1",
        "fs.s3a.session.token",
        "token-1",
        "fs.s3a.bucket.b1.access.key",
        "key-2",
        "fs.s3a.bucket.b1.secret.key",
        "secret-2");
    assertThat(of("b2").credentials())
        .isEqualTo(AwsSessionCredentials.create("key-1", "secret-1", "token-1"));
    assertThat(of("b1").credentials().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void readsKeysFromS3asOwnCredentialProviders() throws Exception {
    String store = "jceks://file" + directory.resolve("keys.jceks");
    Configuration writer = new Configuration(false);
    writer.set("hadoop.security.credential.provider.path", store);
    JavaKeyStores.write(writer, "fs.s3a.access.key", "key-1", "fs.s3a.secret.key", "secret-1");
    conf.set("fs.s3a.bucket.b1.security.credential.provider.path", store);
    assertThat(of("b1").credentials().accessKeyId()).isEqualTo("key-1");
    assertThat(RouteBook.of(conf).of("b2", HadoopUser.current()).baseIdentity())
        .isEqualTo(new OwnCredentials.DefaultChain());
  }

  @Test
  void saysThatACredentialProviderCannotBeRead() throws IOException {
    Path store = Files.writeString(directory.resolve("broken.jceks"), "no key store");
    conf.set("hadoop.security.credential.provider.path", "jceks://file" + store);
    assertThat(catchThrowableOfType(io.rolecall.config.ConfigException.class, () -> of("b1")))
        .hasMessageStartingWith(
            "fs.s3a.access.key: cannot read hadoop.security.credential.provider.path: ");
  }
}
