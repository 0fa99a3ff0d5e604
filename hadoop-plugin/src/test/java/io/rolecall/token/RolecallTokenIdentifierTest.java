package io.rolecall.token;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.driver.Grants;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.s3a.S3AEncryptionMethods;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolecallTokenIdentifierTest {

  private static final Text SERVICE = new Text("s3a://b1");

  private static RolecallTokenIdentifier identifier(EncryptionSecrets secrets) throws IOException {
    return identifier("alice", "yarn", secrets);
  }

  private static RolecallTokenIdentifier identifier(
      String owner, String renewer, EncryptionSecrets secrets) throws IOException {
    return RolecallTokenIdentifier.create(
        URI.create("s3a://b1"),
        new Text(owner),
        new Text(renewer),
        "made by a test",
        secrets,
        Grants.granting(1, "s3a://b1/data", "s3a://b1"));
  }

  private static RolecallTokenIdentifier read(byte[] bytes) throws IOException {
    RolecallTokenIdentifier identifier = new RolecallTokenIdentifier();
    identifier.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
    return identifier;
  }

  @Test
  void travelsInCredentialsAndIsFoundByItsKind() throws IOException {
    RolecallTokenIdentifier sent = identifier(new EncryptionSecrets());
    Credentials credentials = new Credentials();
    credentials.addToken(SERVICE, RolecallTokens.token(sent));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    credentials.writeTokenStorageToStream(new DataOutputStream(bytes));

    Credentials arrived = new Credentials();
    arrived.readTokenStorageStream(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Token<?> token = requireNonNull(arrived.getToken(SERVICE));
    assertThat(token.decodeIdentifier())
        .isInstanceOfSatisfying(
            RolecallTokenIdentifier.class,
            got -> {
              assertThat(got).isEqualTo(sent).hasSameHashCodeAs(sent).hasToString(sent.toString());
              assertThat(got.getKind()).hasToString("S3ADelegationToken/Rolecall");
              assertThat(got.getUser().getShortUserName()).isEqualTo("alice");
              assertThat(got.getRenewer()).hasToString("yarn");
              assertThat(got.getIssueDate()).isEqualTo(sent.getIssueDate());
              assertThat(got.getExpiryTime())
                  .isEqualTo(START.plus(Duration.ofMinutes(30)).toEpochMilli());
              assertThat(got.getUri()).isEqualTo(URI.create("s3a://b1"));
              assertThat(got.getBucket()).isEqualTo("b1");
              assertThat(got.getOrigin()).isEqualTo("made by a test");
              assertThat(got.getUuid()).isEqualTo(sent.getUuid());
              assertThat(got.hasPayload()).isFalse();
            });
    assertThat(RolecallTokens.read(token).payload()).isEqualTo(sent.payload());
  }

  @Test
  void carriesTheEncryptionSettingsInThePassword() throws IOException {
    EncryptionSecrets secrets = new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key");
    Token<AbstractS3ATokenIdentifier> token = RolecallTokens.token(identifier(secrets));
    assertThat(RolecallTokens.read(token).getEncryptionSecrets()).isEqualTo(secrets);
    RolecallTokenIdentifier alone = read(token.getIdentifier());
    assertThatThrownBy(alone::getEncryptionSecrets)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the sessions of S3ADelegationToken/Rolecall "
                + alone.getUuid()
                + " are in its password, which was not read");
  }

  @Test
  void isCompletedFromItsOwnersTokens() throws IOException {
    EncryptionSecrets secrets = new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key");
    Token<AbstractS3ATokenIdentifier> token = RolecallTokens.token(identifier(secrets));
    UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
    alice.addToken(token);
    RolecallTokenIdentifier found = read(token.getIdentifier());
    RolecallTokens.complete(alice, SERVICE, found);
    assertThat(found.payload()).isEqualTo(RolecallTokens.read(token).payload());
    assertThat(found.getEncryptionSecrets()).isEqualTo(secrets);
  }

  @Test
  void aNewerTokenThatHasTakenItsPlaceCounts() throws IOException {
    RolecallTokenIdentifier first =
        read(RolecallTokens.token(identifier(new EncryptionSecrets())).getIdentifier());
    UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
    RolecallTokenIdentifier second = identifier(new EncryptionSecrets());
    alice.addToken(RolecallTokens.token(second));
    RolecallTokens.complete(alice, SERVICE, first);
    assertThat(first.payload()).isEqualTo(second.payload());
  }

  @Test
  void withoutItsTokenThereAreNoSessions() throws IOException {
    RolecallTokenIdentifier found =
        read(RolecallTokens.token(identifier(new EncryptionSecrets())).getIdentifier());
    UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
    assertThatThrownBy(() -> RolecallTokens.complete(bob, SERVICE, found))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage(
            "the Rolecall token of s3a://b1 ("
                + found.getUuid()
                + ") is not among the tokens of user bob: its sessions are in its password, not in"
                + " its identifier. Give the user the whole token before the file system is made"
                + " (HADOOP_TOKEN_FILE_LOCATION, or UserGroupInformation.addToken)");
  }

  @Test
  void refusesThePasswordOfAnotherToken() throws IOException {
    RolecallTokenIdentifier one = identifier(new EncryptionSecrets());
    RolecallTokenIdentifier other = identifier(new EncryptionSecrets());
    Token<?> mixed =
        new Token<>(
            one.getBytes(), other.payload().encode(), RolecallTokenIdentifier.KIND, SERVICE);
    assertThatThrownBy(() -> RolecallTokens.read(mixed))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage("Rolecall token " + one.getUuid() + " with the password of another token");
  }

  @Test
  void refusesATokenWithoutItsPassword() throws IOException {
    Token<?> bare =
        new Token<>(
            identifier(new EncryptionSecrets()).getBytes(),
            new byte[0],
            RolecallTokenIdentifier.KIND,
            SERVICE);
    assertThatThrownBy(() -> RolecallTokens.read(bare))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage("Rolecall token without its password, the sessions");
  }

  @Test
  void isEqualToItselfAlone() throws IOException {
    RolecallTokenIdentifier one = identifier(new EncryptionSecrets());
    assertThat(identifier(new EncryptionSecrets())).isNotEqualTo(one);
  }

  @Test
  void isShownWithoutItsSecrets() throws IOException {
    EncryptionSecrets secrets = new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key");
    RolecallTokenIdentifier shown = identifier(secrets);
    assertThat(shown)
        .hasToString(
            "S3ADelegationToken/Rolecall{s3a://b1; owner=alice; routes=[s3a://b1, s3a://b1/data];"
                + " roles=[arn:aws:iam::111122223333:role/reader until 2026-01-01T00:30:00Z];"
                + " encryption=SSE-C; made by a test; "
                + shown.getUuid()
                + "}");
  }

  @Test
  void ofVeryManyRoutesTheFirstAreShown() throws IOException {
    String[] many =
        IntStream.range(0, 1000).mapToObj("s3a://b1/%04d"::formatted).toArray(String[]::new);
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create("s3a://b1"),
            new Text("alice"),
            new Text(),
            "made by a test",
            new EncryptionSecrets(),
            Grants.granting(1, many));
    assertThat(identifier.toString())
        .contains("s3a://b1/0049, ... (1000 in all)]")
        .doesNotContain("s3a://b1/0050");
    assertThat(identifier.getBytes()).hasSizeLessThan(2000);
    Token<?> token = RolecallTokens.token(identifier);
    assertThat(RolecallTokens.read(token).payload().grant().routes()).hasSize(1000);
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    byte[] bytes = identifier(new EncryptionSecrets()).getBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage(
            "Rolecall token of version 9: this Rolecall reads versions 1 and 2. Use the same"
                + " Rolecall version where the job is submitted and where it runs");
  }

  @Test
  void refusesWhatIsCutShort() throws IOException {
    byte[] bytes = identifier(new EncryptionSecrets()).getBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part))
          .isInstanceOf(DelegationTokenIOException.class)
          .hasMessage("Rolecall token that is cut short");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alice, a/b/c@d@e, renewer, a/b/c@d@e",
    "a@b@c, yarn, owner, a@b@c",
  })
  void refusesNamesThatHadoopCannotRead(String owner, String renewer, String what, String name) {
    assertThatThrownBy(() -> identifier(owner, renewer, new EncryptionSecrets()))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage(
            "Rolecall token with the "
                + what
                + " '"
                + name
                + "': expected a user's name, or a Kerberos principal that"
                + " hadoop.security.auth_to_local has a rule for");
  }

  @Test
  void isNotValidBeforeItIsRead() {
    assertThatThrownBy(() -> new RolecallTokenIdentifier().validate())
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage("Rolecall token without a location");
  }
}
