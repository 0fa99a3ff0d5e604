package io.rolecall.token;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.driver.Grants;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.MailboxReader;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedTokensTest {

  private static final String B1 = "s3a://b1";

  @TempDir private Path folder;

  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final RecordedLog log = new RecordedLog("io.rolecall.token", "INFO");
  private Path file;
  private ReplacedTokens replaced;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("tokens");
    replaced = TokenFiles.replaced(alice, file);
    Token<?> first = token("alice", 1, grant(1));
    alice.addToken(first);
    write(first);
  }

  @AfterEach
  void stopRecording() {
    log.close();
  }

  private static SessionGrant grant(int session) {
    return Grants.granting(START.plusSeconds(session), session, B1 + "/data");
  }

  private static Token<?> token(String owner, int issuedAt, SessionGrant grant) throws IOException {
    return token(B1, owner, issuedAt, grant);
  }

  private static Token<?> token(String bucket, String owner, int issuedAt, SessionGrant grant)
      throws IOException {
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create(bucket),
            new Text(owner),
            new Text(),
            "test",
            new EncryptionSecrets(),
            grant);
    identifier.setIssueDate(START.plusSeconds(issuedAt).toEpochMilli());
    return RolecallTokens.token(identifier);
  }

  /** As whoever replaces a file does: another file, renamed. */
  private void write(Token<?>... tokens) throws IOException {
    Path fresh = folder.resolve("fresh");
    TokenFiles.write(fresh, tokens);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Instant end() throws IOException {
    return requireNonNull(RolecallTokens.find(alice, "b1")).firstExpiration().orElseThrow();
  }

  private static Instant endOf(int session) {
    return START.plusSeconds(session).plus(Duration.ofMinutes(30));
  }

  @Test
  void aNewerTokenTakesThePlaceOfTheUsers() throws IOException {
    replaced.look();
    assertThat(log.lines()).isEmpty();
    write(token("alice", 2, grant(2)), TokenFiles.foreign());
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
    assertThat(alice.getCredentials().getToken(new Text("nn:8020"))).isNull();
    assertThat(log.lines())
        .containsExactly(
            "INFO " + file + ": a newer token of s3a://b1, issued at 2026-01-01T00:00:02Z");
  }

  @Test
  void aSecretOfKubernetesIsReplacedByItsLink() throws IOException {
    Path mount = Files.createDirectories(folder.resolve("mount"));
    Path tokens = mount.resolve("tokens");
    for (int version = 1; version <= 3; version++) {
      Path data = Files.createDirectories(mount.resolve("..2026_" + version));
      TokenFiles.write(data.resolve("tokens"), token("alice", version, grant(version)));
      // All at the same second, as clocks of some file systems tell it.
      Files.setLastModifiedTime(data.resolve("tokens"), FileTime.from(START));
    }
    Path link = mount.resolve("..data");
    Files.createSymbolicLink(link, Path.of("..2026_1"));
    Files.createSymbolicLink(tokens, Path.of("..data/tokens"));
    ReplacedTokens mounted = TokenFiles.replaced(alice, tokens);
    for (int version = 1; version <= 3; version++) {
      Path next = Files.createSymbolicLink(mount.resolve("..tmp"), Path.of("..2026_" + version));
      Files.move(
          next,
          link,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      mounted.look();
      assertThat(end()).isEqualTo(endOf(version));
    }
  }

  @Test
  void aFileThatHasNotChangedIsNotReadAgain() throws IOException {
    replaced.look();
    FileTime written = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    byte[] other = new byte[(int) size];
    Files.write(file, other); // The same inode.
    Files.setLastModifiedTime(file, written);
    replaced.look();
    assertThat(log.lines()).isEmpty();
    assertThat(replaced.standing())
        .contains(file + " has not been replaced since " + written.toInstant());
  }

  @Test
  void aTornFileLeavesTheOldTokensAndIsSaidOnce() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      replaced.look();
      replaced.look();
      String why = "it is no whole token file (" + length + " bytes)";
      assertThat(replaced.standing()).contains(file + " cannot be read again: " + why);
      assertThat(log.lines())
          .hasSize(length + 1)
          .last()
          .isEqualTo(
              "WARN "
                  + file
                  + ": the tokens cannot be read again: "
                  + why
                  + ". Those that were read before serve until their sessions end.");
    }
    assertThat(end()).isEqualTo(endOf(1));
    write(token("alice", 2, grant(2)));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  /** By its time and size it is the same: the reader came in the midst of one tick of the clock. */
  @Test
  void aFileThatCouldNotBeReadIsReadAgainThoughItLooksTheSame() throws IOException {
    write(token("alice", 2, grant(2)));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[whole.length]);
    Files.setLastModifiedTime(file, FileTime.from(START));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(1));
    Files.write(file, whole);
    Files.setLastModifiedTime(file, FileTime.from(START));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  @Test
  void aFlippedByteCrashesNothing() throws IOException {
    write(token("alice", 2, grant(2)));
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      for (int bits : new int[] {0x01, 0x80, 0xff}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) bits;
        Files.write(file, flipped);
        Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(3L * at + bits)));
        replaced.look();
      }
    }
    // Not signed: whoever writes the file can write any session. It is a token all the same.
    assertThat(RolecallTokens.find(alice, "b1")).isNotNull();
  }

  @Test
  void aFileThatIsGoneIsSaidOnce() throws IOException {
    replaced.look();
    Files.delete(file);
    replaced.look();
    replaced.look();
    assertThat(log.lines())
        .containsExactly(
            "WARN "
                + file
                + ": the tokens cannot be read again: there is no such file. Those that were read"
                + " before serve until their sessions end.");
    assertThat(replaced.standing()).contains(file + " cannot be read again: there is no such file");
    write(token("alice", 2, grant(2)));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  @Test
  void aFolderOrAHugeFileIsNone() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    replaced.look();
    assertThat(log.lines()).hasSize(1).first().asString().contains("cannot be read again: ");
    Files.delete(file);
    try (java.io.RandomAccessFile huge = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(StoredTokens.MOST_BYTES + 1L);
    }
    replaced.look();
    assertThat(replaced.standing())
        .contains(
            file
                + " cannot be read again: it is larger than 67108864 bytes, which no token file is");
  }

  /** Whoever opens a pipe waits for somebody who writes it, and nothing ends that. */
  @Test
  void aPipeIsNone() throws Exception {
    Files.delete(file);
    int made;
    try {
      made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor();
    } catch (IOException e) {
      made = -1;
    }
    assumeTrue(made == 0, "no mkfifo");
    assertTimeoutPreemptively(Duration.ofSeconds(30), replaced::look);
    assertThat(replaced.standing()).contains(file + " cannot be read again: it is no regular file");
  }

  private void assertRefused(Token<?> token, String why) throws IOException {
    replaced.look();
    write(token);
    replaced.look();
    replaced.look();
    assertThat(log.lines()).containsExactly("WARN " + file + ": " + why + ". It is not used.");
    assertThat(end()).isEqualTo(endOf(1));
    assertThat(replaced.standing())
        .contains(
            file
                + " was replaced at "
                + Files.getLastModifiedTime(file).toInstant()
                + ", but "
                + why);
  }

  @Test
  void anotherJobsTokenIsRefused() throws IOException {
    SessionGrant other = grant(2);
    assertRefused(
        token(
            "alice",
            2,
            new SessionGrant("job-2", other.writtenAt(), other.routes(), other.roles())),
        "its token of s3a://b1 is of job 'job-2', not 'job-1': whoever writes the file has to name"
            + " the same job each time (fs.s3a.rolecall.job.id)");
  }

  @Test
  void anotherOwnersTokenIsRefused() throws IOException {
    assertRefused(token("bob", 2, grant(2)), "its token of s3a://b1 is of owner bob, not alice");
  }

  @Test
  void aTokenOfAnotherBucketIsRefused() throws IOException {
    assertRefused(
        token("s3a://b2", "alice", 2, Grants.granting(2, "s3a://b2")),
        "its token of s3a://b2 is of a bucket that this process was started without a token of, for"
            + " user alice");
  }

  @Test
  void aTokenOfAnotherBucketUnderTheNameOfThisOneIsRefused() throws IOException {
    Token<?> other = token("s3a://b2", "alice", 2, grant(2));
    other.setService(new Text(B1));
    assertRefused(other, "its token of s3a://b1 is of s3a://b2");
  }

  @Test
  void aTokenThatLeavesALocationOutIsRefused() throws IOException {
    assertRefused(
        token("alice", 2, Grants.granting(2, B1 + "/other")),
        "its token of s3a://b1 has no longer s3a://b1/data ->"
            + " arn:aws:iam::111122223333:role/reader: it was made for other locations or roles");
  }

  @Test
  void aTokenWithAnotherRoleOfTheSameFingerprintIsRefused() throws IOException {
    SessionGrant other = grant(2);
    assertRefused(
        token(
            "alice",
            2,
            new SessionGrant(
                other.job(),
                other.writtenAt(),
                other.routes(),
                java.util.Map.of(
                    "r1",
                    new SessionGrant.GrantedRole(
                        RoleArn.parse("arn:aws:iam::111122223333:role/other"),
                        requireNonNull(other.roles().get("r1")).session(),
                        null)))),
        "its token of s3a://b1 has no longer s3a://b1/data ->"
            + " arn:aws:iam::111122223333:role/reader: it was made for other locations or roles");
  }

  private static final GrantedRoute CLOSED =
      new GrantedRoute.Closed(S3Location.parse(B1), "made for s3a://b1/data alone");

  private static final String OTHERWISE = ": it was made for other locations or roles";

  private static SessionGrant with(SessionGrant grant, GrantedRoute... routes) {
    return new SessionGrant(
        grant.job(),
        grant.writtenAt(),
        Stream.concat(grant.routes().stream(), Stream.of(routes)).toList(),
        grant.roles());
  }

  /** By the role of the location around it, what was closed would be open. */
  @Test
  void aTokenThatLeavesAClosedLocationOutIsRefused() throws IOException {
    Token<?> first = token("alice", 1, with(grant(1), CLOSED));
    alice.addToken(first);
    write(first);
    assertRefused(
        token("alice", 2, grant(2)),
        "its token of s3a://b1 has no longer s3a://b1 -> nobody" + OTHERWISE);
  }

  @Test
  void aTokenThatOpensAClosedLocationIsRefused() throws IOException {
    Token<?> first = token("alice", 1, with(grant(1), CLOSED));
    alice.addToken(first);
    write(first);
    assertRefused(
        token("alice", 2, with(grant(2), new GrantedRoute.ToRole(S3Location.parse(B1), "r1"))),
        "its token of s3a://b1 has no longer s3a://b1 -> nobody" + OTHERWISE);
  }

  @Test
  void aTokenThatServesAPartOtherwiseIsRefused() throws IOException {
    assertRefused(
        token(
            "alice",
            2,
            with(grant(2), new GrantedRoute.Unsigned(S3Location.parse(B1 + "/data/public")))),
        "its token of s3a://b1 has s3a://b1/data/public -> anonymous beneath s3a://b1/data ->"
            + " arn:aws:iam::111122223333:role/reader"
            + OTHERWISE);
  }

  @Test
  void aTokenWithLocationsOfAnotherBucketIsRefused() throws IOException {
    assertRefused(
        token(
            "alice",
            2,
            with(grant(2), new GrantedRoute.ToRole(S3Location.parse("s3a://b2"), "r1"))),
        "its token of s3a://b1 has s3a://b2 -> arn:aws:iam::111122223333:role/reader, which is not"
            + " of its bucket"
            + OTHERWISE);
  }

  @Test
  void whatWasNotServedMayBeAdded() throws IOException {
    replaced.look();
    write(
        token(
            "alice",
            2,
            with(grant(2), new GrantedRoute.ToRole(S3Location.parse(B1 + "/more"), "r1"))));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  @Test
  void theReasonWhyALocationIsClosedMayChange() throws IOException {
    alice.addToken(token("alice", 1, with(grant(1), CLOSED)));
    write(
        token(
            "alice",
            2,
            with(grant(2), new GrantedRoute.Closed(S3Location.parse(B1), "in other words"))));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  /** Its writer's clock was ahead, and has been set back. */
  @Test
  void aTokenWhoseSessionsLastLongerIsNewerWhateverItsDate() throws IOException {
    write(token("alice", 0, grant(2)));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
  }

  /** A copy of before its location was taken out. */
  @Test
  void anOlderTokenThatServesMoreIsRefused() throws IOException {
    assertRefused(
        token(
            "alice", 0, Grants.granting(START.plusSeconds(2), 2, B1 + "/data", B1 + "/taken-out")),
        "its token of s3a://b1 was issued at 2026-01-01T00:00:00Z, before the one that is in use"
            + " (2026-01-01T00:00:01Z)");
  }

  /** It read the file, was held up, and comes after one who has read the next. */
  @Test
  void aThreadThatWasHeldUpChangesNothing() throws IOException {
    TokenFile shared = new TokenFile(file);
    ReplacedTokens tokens =
        new ReplacedTokens(
            alice, java.util.List.of(shared), new Configuration(false), MailboxReader::of);
    TokenReading early = shared.look();
    write(token("alice", 2, grant(2)));
    tokens.look();
    tokens.take(shared, early);
    tokens.look();
    assertThat(end()).isEqualTo(endOf(2));
    assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
  }

  @Test
  void anOlderTokenIsRefused() throws IOException {
    assertRefused(
        token("alice", 0, grant(0)),
        "its token of s3a://b1 was issued at 2026-01-01T00:00:00Z, before the one that is in use"
            + " (2026-01-01T00:00:01Z)");
  }

  @Test
  void aTokenOfAnotherVersionIsRefused() throws IOException {
    Token<?> next = token("alice", 2, grant(2));
    byte[] identifier = next.getIdentifier();
    identifier[0] = 99;
    assertRefused(
        new Token<>(identifier, next.getPassword(), next.getKind(), next.getService()),
        "its token of s3a://b1 cannot be read: Rolecall token of version 99: this Rolecall reads"
            + " versions 1 and 2. Use the same Rolecall version where the job is submitted and where"
            + " it runs");
  }

  @Test
  void aUserWithoutTokensIsGivenNone() throws IOException {
    UserGroupInformation proxied = UserGroupInformation.createRemoteUser("alice");
    TokenFiles.replaced(proxied, file).look();
    assertThat(RolecallTokens.find(proxied, "b1")).isNull();
  }

  @Test
  void saysThatOthersMayUseTheFile() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    replaced.look();
    TokenFiles.write(file, token("alice", 2, grant(2)));
    replaced.look();
    assertThat(end()).isEqualTo(endOf(2));
    assertThat(log.lines())
        .first()
        .isEqualTo(
            "WARN "
                + file
                + ": others may use this token file (rw-r--r--; expected rw------- or less): whoever"
                + " reads it has its sessions");
    assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
  }

  @Test
  void noSecretIsSaid() throws IOException {
    write(token("bob", 2, grant(2)), token("s3a://b2", "alice", 2, grant(2)));
    replaced.look();
    assertThat(log.lines()).hasSize(2).noneMatch(line -> line.contains("secret-2"));
  }

  @Test
  void theFilesAreThoseOfHadoopButNotYarns() {
    assertThat(TokenFile.named("/a/tokens, /b/tokens", null))
        .extracting(TokenFile::toString)
        .containsExactly("/a/tokens", "/b/tokens");
    assertThat(TokenFile.named("/yarn/container_1/container_tokens", "/c/tokens"))
        .extracting(TokenFile::toString)
        .containsExactly("/c/tokens");
    assertThat(TokenFile.named((String) null)).isEmpty();
    assertThat(TokenFile.named("/a/tokens").get(0)).isSameAs(TokenFile.named("/a/tokens").get(0));
  }
}
