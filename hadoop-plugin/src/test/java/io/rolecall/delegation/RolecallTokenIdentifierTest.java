package io.rolecall.delegation;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.fs.s3a.S3AEncryptionMethods;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;

class RolecallTokenIdentifierTest {

  private static RolecallTokenIdentifier identifier(EncryptionSecrets secrets) {
    return new RolecallTokenIdentifier(
        URI.create("s3a://b1"),
        new Text("alice"),
        new Text("yarn"),
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
    Text service = new Text("s3a://b1");
    credentials.addToken(
        service, new Token<>(sent.getBytes(), new byte[] {1}, sent.getKind(), service));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    credentials.writeTokenStorageToStream(new DataOutputStream(bytes));

    Credentials arrived = new Credentials();
    arrived.readTokenStorageStream(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(arrived.getToken(service).decodeIdentifier())
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
              assertThat(got.grant()).isEqualTo(sent.grant());
            });
  }

  @Test
  void carriesTheEncryptionSettings() throws IOException {
    EncryptionSecrets secrets = new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key");
    RolecallTokenIdentifier got = read(identifier(secrets).getBytes());
    assertThat(got.getEncryptionSecrets()).isEqualTo(secrets);
    assertThat(got.getEncryptionSecrets().getEncryptionMethod())
        .isEqualTo(S3AEncryptionMethods.SSE_C);
    assertThat(got.getEncryptionSecrets().getEncryptionKey()).isEqualTo("the-sse-key");
  }

  @Test
  void isEqualToItselfAlone() {
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
                + " roles=[arn:aws:iam::111122223333:role/reader]; until=2026-01-01T00:30:00Z; made"
                + " by a test; "
                + shown.getUuid()
                + "}");
  }

  @Test
  void refusesAnotherVersion() {
    byte[] bytes = identifier(new EncryptionSecrets()).getBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage(
            "Rolecall token of version 9: this Rolecall reads version 1. Use the same Rolecall"
                + " version where the job is submitted and where it runs");
  }

  @Test
  void refusesWhatIsCutShort() {
    byte[] bytes = identifier(new EncryptionSecrets()).getBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesAGrantOutOfBounds() throws IOException {
    RolecallTokenIdentifier whole = identifier(new EncryptionSecrets());
    byte[] bytes = whole.getBytes();
    int grant = GrantCodec.encode(whole.grant()).length;
    byte[] broken = Arrays.copyOf(bytes, bytes.length - grant);
    broken[broken.length - 4] = 0x7f;
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessageStartingWith("Rolecall token with a grant of 21")
        .hasMessageEndingWith(" bytes");
  }

  @Test
  void isNotValidBeforeItIsRead() {
    assertThatThrownBy(() -> new RolecallTokenIdentifier().validate())
        .isInstanceOf(DelegationTokenIOException.class)
        .hasMessage("Rolecall token without a location");
  }
}
