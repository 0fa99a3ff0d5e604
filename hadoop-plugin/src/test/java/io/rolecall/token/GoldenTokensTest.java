package io.rolecall.token;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.session.Session;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.fs.s3a.S3AEncryptionMethods;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Token files that were written once, by the version whose number they bear: a role with a session,
 * one without, the base identity, a closed location, and an encryption key; that of version 3 names
 * a mailbox, too.
 */
class GoldenTokensTest {

  private static final int MUTATIONS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areRead(int version) throws IOException {
    RolecallTokenIdentifier identifier = RolecallTokens.read(TokenFiles.golden(version));
    assertThat(identifier.getUri()).hasToString("s3a://b1");
    assertThat(identifier.getOwner()).hasToString("alice");
    assertThat(identifier.getRenewer()).hasToString("yarn");
    assertThat(identifier.getOrigin()).isEqualTo("made by a test");
    assertThat(identifier.getEncryptionSecrets())
        .isEqualTo(new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key"));
    SessionGrant grant = identifier.payload().grant();
    assertThat(grant.job()).isEqualTo("job-1");
    Session session = requireNonNull(requireNonNull(grant.roles().get("r1")).session());
    assertThat(List.of(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))
        .containsExactly("key-1", "secret-1", "token-1");
    assertThat(identifier.payload().mailbox())
        .isEqualTo(
            version < 3
                ? Optional.empty()
                : Optional.of(Mailboxes.of("hdfs://nn/mail/rolecall-1", "job-1")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areShown(int version) throws IOException {
    assertThat(TokenContents.of(TokenFiles.golden(version)).routes())
        .extracting(
            route -> route.location() + " " + route.access() + " " + route.expiration(),
            TokenContents.CarriedRoute::failure)
        .containsExactly(
            tuple("s3a://b1/data arn:aws:iam::111122223333:role/reader 2026-06-01T00:30:00Z", null),
            tuple(
                "s3a://b1/gone arn:aws:iam::111122223333:role/gone null", "the role is not there"),
            tuple("s3a://b1/own base identity (not carried) null", null),
            tuple("s3a://b1/theirs nobody: routed for others null", null));
  }

  /** Without a mailbox as before there were any: earlier readers read it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void thePresentVersionsAreWrittenAsTheyWere(int version) throws IOException {
    Token<?> token = TokenFiles.golden(version);
    RolecallTokenIdentifier identifier = RolecallTokens.read(token);
    assertThat(identifier.getBytes()).isEqualTo(token.getIdentifier());
    byte[] password = identifier.payload().encode();
    assertThat(password).as("in any order of its roles").hasSameSizeAs(token.getPassword());
    Token<?> again =
        new Token<>(identifier.getBytes(), password, token.getKind(), token.getService());
    assertThat(TokenContents.of(again)).isEqualTo(TokenContents.of(token));
  }

  /** Whoever gets a spoiled token is told so, by the exception that Hadoop expects. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void spoiledOnesAreReadOrRefusedWithAReason(int version) throws IOException {
    Token<?> token = TokenFiles.golden(version);
    Random random = new Random(version);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      boolean password = version > 1 && random.nextBoolean();
      byte[] identifier = password ? token.getIdentifier() : spoil(token.getIdentifier(), random);
      byte[] secret = password ? spoil(token.getPassword(), random) : token.getPassword();
      Token<?> spoiled = new Token<>(identifier, secret, token.getKind(), token.getService());
      try {
        RolecallTokenIdentifier read = RolecallTokens.read(spoiled);
        use(read);
      } catch (IOException e) {
        refused++;
        assertThat(e.getMessage())
            .isNotBlank()
            .doesNotContain("secret-1", "the-sse-key", Mailboxes.KEY, "the-pass");
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
  }

  /** What others do with an identifier that could be read. */
  private static void use(RolecallTokenIdentifier read) {
    assertThatCode(
            () -> {
              read.validate();
              read.getBucket();
              read.getEncryptionSecrets();
              read.getExpiryTime();
              assertThat(read.toString())
                  .doesNotContain("secret-1", "the-sse-key", Mailboxes.KEY, "the-pass");
              read.getBytes();
              read.payload().encode();
            })
        .doesNotThrowAnyException();
  }

  private static byte[] spoil(byte[] bytes, Random random) {
    byte[] spoiled = bytes.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> spoiled[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> spoiled[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(spoiled, at, Math.min(bytes.length, at + 8), (byte) 0x7f);
      default -> spoiled = Arrays.copyOf(bytes, at);
    }
    return spoiled;
  }
}
