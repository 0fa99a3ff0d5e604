package io.rolecall.token;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.driver.Grants;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.MailboxWriter;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.route.RoleArn;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Newer tokens that come by a mailbox, which take the same way as those of a file. */
class MailedTokensTest {

  private static final String ADVICE =
      "It is supplied by rolecall run (a test), which has ended, or gets no sessions: see what it"
          + " printed, and start the job again under a command that lives as long as the job";

  private final FakeClock clock = new FakeClock();
  private final AtomicLong nanos = new AtomicLong();
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final RecordedLog log = new RecordedLog("io.rolecall.token", "INFO");
  private final ReplacedTokens replaced = TokenFiles.replaced(alice, nanos::get);
  @TempDir private Path folder;
  private MailboxWriter writer;

  @BeforeEach
  void start() throws IOException {
    writer = Mailboxes.writer(folder, "job-1", clock);
    alice.addToken(token(1, grant(1)));
  }

  @AfterEach
  void stopRecording() {
    log.close();
  }

  private static SessionGrant grant(int session) {
    return Grants.granting(START.plusSeconds(session), session, "s3a://b1/data");
  }

  private Token<?> token(int issuedAt, SessionGrant grant) throws IOException {
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create("s3a://b1"),
            new Text("alice"),
            new Text(),
            "test",
            new EncryptionSecrets(),
            grant);
    identifier.setIssueDate(START.plusSeconds(issuedAt).toEpochMilli());
    return RolecallTokens.with(RolecallTokens.token(identifier), writer.mailbox());
  }

  private void post(Token<?>... tokens) throws IOException {
    Credentials letter = new Credentials();
    for (Token<?> token : tokens) {
      letter.addToken(token.getService(), token);
    }
    writer.post(StoredTokens.bytes(letter));
  }

  private void look() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    replaced.look();
  }

  private int session() throws IOException {
    Instant end = requireNonNull(RolecallTokens.find(alice, "b1")).firstExpiration().orElseThrow();
    return (int) Duration.between(START.plus(Duration.ofMinutes(30)), end).toSeconds();
  }

  @Test
  void aNewerTokenTakesThePlaceOfTheUsers() throws IOException {
    post(token(1, grant(1)));
    look();
    post(token(2, grant(2)), TokenFiles.foreign());
    look();
    assertThat(session()).isEqualTo(2);
    assertThat(alice.getCredentials().getToken(new Text("nn:8020"))).isNull();
    post(token(3, grant(3)));
    look();
    assertThat(session()).as("it names the mailbox, too").isEqualTo(3);
    assertThat(log.lines())
        .last()
        .isEqualTo(
            "INFO mailbox "
                + writer
                + ": a newer token of s3a://b1, issued at 2026-01-01T00:00:03Z");
  }

  @Test
  void aTokenOfOtherRolesIsRefused() throws IOException {
    SessionGrant grant = grant(2);
    RoleArn other = RoleArn.parse("arn:aws:iam::111122223333:role/other");
    post(
        token(
            2,
            new SessionGrant(
                grant.job(),
                grant.writtenAt(),
                Grants.granting(2, "s3a://b1/other").routes(),
                Map.of(
                    "r1",
                    new SessionGrant.GrantedRole(
                        other,
                        requireNonNull(grant.roles().values().iterator().next().session()),
                        null)))));
    look();
    look();
    assertThat(session()).isEqualTo(1);
    String why =
        "its token of s3a://b1 has no longer s3a://b1/data ->"
            + " arn:aws:iam::111122223333:role/reader: it was made for other locations or roles";
    assertThat(log.lines())
        .containsExactly("WARN mailbox " + writer + ": " + why + ". It is not used.");
    assertThat(replaced.standing())
        .contains(
            "the mailbox "
                + writer
                + " has brought no session since its letter of 2026-01-01T00:00:00Z, because "
                + why);
  }

  @Test
  void saysWhoSuppliesItAndSinceWhenItDoesNot() throws IOException {
    String since = "the mailbox " + writer + " has brought no session since ";
    look();
    assertThat(replaced.standing())
        .contains(
            since
                + "the token was issued at 2026-01-01T00:00:01Z, because its letter cannot be read:"
                + " there is no such file");
    assertThat(replaced.advice()).contains(ADVICE);
    clock.advance(Duration.ofMinutes(7));
    post(token(2, grant(2)));
    look();
    look();
    assertThat(replaced.standing()).contains(since + "its letter of 2026-01-01T00:07:00Z");
    writer.close();
    look();
    assertThat(replaced.standing())
        .contains(
            since
                + "its letter of 2026-01-01T00:07:00Z, because its letter cannot be read: there is"
                + " no such file");
    assertThat(session()).isEqualTo(2);
  }

  @Test
  void aFileAndAMailboxServeTogether() throws IOException {
    Path file = folder.resolve("tokens");
    ReplacedTokens both = TokenFiles.replaced(alice, nanos::get, file);
    TokenFiles.write(file, token(2, grant(2)));
    both.look();
    assertThat(session()).isEqualTo(2);
    post(token(3, grant(3)));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    both.look();
    assertThat(session()).isEqualTo(3);
    assertThat(both.standing().orElseThrow())
        .startsWith("the mailbox " + writer + " has brought no session since its letter of ")
        .contains("; " + file + " has not been replaced since ");
    assertThat(both.advice()).contains(ADVICE);
  }

  /** As after another {@code rolecall keep} of the same file. */
  @Test
  void aTokenOfAFileMayNameAnotherMailbox() throws IOException {
    Path file = folder.resolve("tokens");
    ReplacedTokens both = TokenFiles.replaced(alice, nanos::get, file);
    MailboxWriter first = writer;
    writer = Mailboxes.writer(folder, "job-1", clock);
    TokenFiles.write(file, token(2, grant(2)));
    post(token(3, grant(3)));
    first.close();
    both.look();
    assertThat(session()).isEqualTo(3);
    assertThat(both.standing().orElseThrow()).doesNotContain(first.toString());
  }

  @Test
  void aUserWithoutTokensReadsNoMailbox() {
    UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
    ReplacedTokens none = TokenFiles.replaced(bob);
    none.look();
    assertThat(none.standing()).isEmpty();
    assertThat(none.advice()).isEmpty();
  }
}
