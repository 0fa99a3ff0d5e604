package io.rolecall.supply.tokens;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.route.S3Location;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.TokenContents;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JobMintTest {

  private static final String OUT = Samples.ROLE + "-out";

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration();
  private final List<JobMint> opened = new ArrayList<>();

  @BeforeEach
  void configure() {
    conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://b1/in", "role": "%1$s"},
          {"location": "s3a://b1/out", "role": "%1$s-out"},
          {"location": "s3a://b2", "role": "%1$s"}]}
        """
            .formatted(Samples.ROLE));
    sts.reach(conf);
  }

  @AfterEach
  void stopSts() {
    opened.forEach(JobMint::close);
    sts.close();
  }

  private JobMint mint(List<S3Location> locations, Optional<String> job) {
    JobMint mint = JobMint.of(conf, locations, job, Clock.systemUTC());
    opened.add(mint);
    return mint;
  }

  private static Optional<String> job(Minting.Minted minted, String bucket) throws IOException {
    Token<?> token = minted.credentials().getToken(new Text("s3a://" + bucket));
    return token == null ? Optional.empty() : RolecallTokens.job(token);
  }

  /** The session of a location in a bucket's token; null if it has none. */
  private static @Nullable Instant end(Minting.Minted minted, String location) throws IOException {
    String bucket = S3Location.parse(location).bucket();
    Token<?> token = requireNonNull(minted.credentials().getToken(new Text("s3a://" + bucket)));
    return TokenContents.of(token).routes().stream()
        .filter(route -> route.location().equals(location))
        .findFirst()
        .orElseThrow()
        .expiration();
  }

  private long callsFor(String role) {
    return sts.calls().stream().filter(call -> role.equals(call.parameter("RoleArn"))).count();
  }

  /** Sessions that are due after a tenth of their time, and serve for long after that. */
  private void sessionsAreSoonDue() {
    conf.setInt("fs.s3a.rolecall.renewal.lead", 89);
    conf.setInt("fs.s3a.rolecall.renewal.jitter", 1);
    sts.grant(Duration.ofSeconds(40));
  }

  /** Also where an answer was under way for some seconds, which the session's time lacks. */
  private static void untilDue(Minting.Minted minted) throws IOException {
    Instant due = requireNonNull(end(minted, "s3a://b1/in")).minusSeconds(31);
    Concurrently.until("the sessions are due", () -> Instant.now().isAfter(due));
  }

  @Test
  void mintsNoSessionAgainThatIsNotDue() throws IOException {
    JobMint mint = mint(List.of(), Optional.empty());
    Minting.Minted first = mint.mint();
    Minting.Minted second = mint.mint();
    assertThat(sts.calls()).hasSize(2);
    assertThat(first.credentials().numberOfTokens()).isEqualTo(2);
    assertThat(job(first, "b1")).isPresent().isEqualTo(job(second, "b2"));
    assertThat(end(second, "s3a://b1/in")).isEqualTo(end(first, "s3a://b1/in"));
    assertThat(second.terms()).hasSize(2).isEqualTo(first.terms());
    assertThat(conf.get("fs.s3a.rolecall.job.id")).as("the caller's own").isNull();
  }

  @Test
  void mintsNewSessionsForTheSameJobWhenTheyAreDue() throws IOException {
    sessionsAreSoonDue();
    JobMint mint = mint(List.of(), Optional.empty());
    Minting.Minted first = mint.mint();
    untilDue(first);
    Minting.Minted second = mint.mint();
    assertThat(job(first, "b1")).isPresent().isEqualTo(job(second, "b2"));
    assertThat(end(second, "s3a://b1/in")).isAfter(end(first, "s3a://b1/in"));
    assertThat(end(second, "s3a://b1/out")).isAfter(end(first, "s3a://b1/out"));
    assertThat(second.late()).isEmpty();
  }

  /** Else one partner who withdraws his trust would end the whole job. */
  @Test
  void aRoleThatCannotBeRenewedKeepsNoOtherFromItAndItsSessionServesOn() throws IOException {
    sessionsAreSoonDue();
    JobMint mint =
        mint(
            List.of(S3Location.parse("s3a://b1/in"), S3Location.parse("s3a://b1/out")),
            Optional.empty());
    Minting.Minted first = mint.mint();
    sts.refuse(OUT);
    untilDue(first);
    Minting.Minted second = mint.mint();
    assertThat(end(second, "s3a://b1/in")).isAfter(end(first, "s3a://b1/in"));
    assertThat(end(second, "s3a://b1/out")).isEqualTo(end(first, "s3a://b1/out"));
    assertThat(second.late())
        .singleElement()
        .satisfies(
            late -> {
              assertThat(late.role()).isEqualTo("s3a://b1/out -> " + OUT);
              assertThat(late.why()).contains("AccessDenied");
              assertThat(until(late)).contains(requireNonNull(end(first, "s3a://b1/out")));
            });
    assertThat(mint.isNewer()).isFalse();
    sts.forgive(OUT);
    Concurrently.until("it is tried again by itself", mint::isNewer);
    Minting.Minted third = mint.mint();
    assertThat(end(third, "s3a://b1/out")).isAfter(end(first, "s3a://b1/out"));
    assertThat(third.late()).isEmpty();
  }

  /** As tokens tell it. */
  private static Optional<Instant> until(Minting.LateRole late) {
    return late.until().map(end -> end.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Its bucket's other roles go on even then: its named location was there when they began. */
  @Test
  void aSessionThatHasEndedGoesWithItsReasonAndTheRestWithNewOnes() throws IOException {
    sessionsAreSoonDue();
    sts.grant(Duration.ofSeconds(8));
    JobMint mint =
        mint(
            List.of(S3Location.parse("s3a://b1/in"), S3Location.parse("s3a://b1/out")),
            Optional.empty());
    Minting.Minted first = mint.mint();
    sts.refuse(OUT);
    sts.grant(Duration.ofMinutes(10));
    Instant over = requireNonNull(end(first, "s3a://b1/out"));
    Concurrently.until("its session has ended", () -> Instant.now().isAfter(over));
    List<Minting.Minted> last = new ArrayList<>();
    Concurrently.until(
        "the other is there",
        () -> {
          try {
            last.add(0, mint.mint());
            Instant end = end(last.get(0), "s3a://b1/in");
            return end != null && end.isAfter(over);
          } catch (IOException e) {
            return false; // Neither is there yet.
          }
        });
    assertThat(end(last.get(0), "s3a://b1/out")).isNull();
    assertThat(last.get(0).isIncomplete()).isTrue();
  }

  @Test
  void aRoleWhoseStsHangsDelaysNoOther() throws IOException {
    sessionsAreSoonDue();
    CountDownLatch answer = new CountDownLatch(1);
    sts.beforeAnswer(
        call -> {
          if (call.parameter("RoleArn").equals(OUT) && callsFor(OUT) > 1) {
            Concurrently.await(answer);
          }
        });
    JobMint mint = mint(List.of(), Optional.empty());
    Minting.Minted first = mint.mint();
    try {
      untilDue(first);
      Minting.Minted second = mint.mint();
      assertThat(end(second, "s3a://b1/in")).isAfter(end(first, "s3a://b1/in"));
      assertThat(end(second, "s3a://b2")).isAfter(end(first, "s3a://b2"));
      assertThat(end(second, "s3a://b1/out")).isEqualTo(end(first, "s3a://b1/out"));
      assertThat(second.late())
          .singleElement()
          .satisfies(
              late -> assertThat(until(late)).contains(requireNonNull(end(first, "s3a://b1/out"))));
    } finally {
      answer.countDown();
    }
  }

  @Test
  void whereNoRoleCanBeRenewedThereIsNothingNew() throws IOException {
    sessionsAreSoonDue();
    JobMint mint = mint(List.of(S3Location.parse("s3a://b1/in")), Optional.empty());
    Minting.Minted first = mint.mint();
    sts.refuse(Samples.ROLE.toString());
    untilDue(first);
    assertThatThrownBy(mint::mint)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("s3a://b1/in -> " + Samples.ROLE + ": not renewed since 20")
        .hasMessageContaining(": STS refused " + Samples.ROLE);
  }

  /** As where a keeper starts in an outage. */
  @Test
  void aFirstRoundThatIsTriedAgainMintsNoRoleAgainThatIsThere() throws IOException {
    sts.refuse(Samples.ROLE + "-out");
    JobMint mint =
        mint(
            List.of(S3Location.parse("s3a://b1/out"), S3Location.parse("s3a://b2")),
            Optional.empty());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(mint::mint).hasMessageContaining("s3a://b1/out, which ");
    }
    assertThat(callsFor(Samples.ROLE.toString())).isEqualTo(1);
  }

  @Test
  void theJobIsTheConfigurationsElseTheFilesElseMadeUp() throws IOException {
    assertThat(job(mint(List.of(), Optional.of("of-file")).mint(), "b2")).contains("of-file");
    conf.set("fs.s3a.rolecall.job.id", "of-key");
    assertThat(job(mint(List.of(), Optional.of("of-file")).mint(), "b2")).contains("of-key");
  }

  @Test
  void mintsForTheNamedPlacesAlone() throws IOException {
    conf.set("fs.s3a.bucket.b1.rolecall.token.locations", "s3a://b1/out");
    Minting.Minted minted = mint(List.of(S3Location.parse("s3a://b1/in")), Optional.empty()).mint();
    assertThat(minted.credentials().numberOfTokens()).isEqualTo(1);
    assertThat(sts.calls())
        .extracting(call -> call.parameters().get("RoleArn"))
        .containsExactly(Samples.ROLE.toString());
  }

  @Test
  void mintsThoughTheConfigurationCallsThisAnExecutor() throws IOException {
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThat(mint(List.of(), Optional.empty()).mint().terms()).isNotEmpty();
  }

  /** As where HADOOP_TOKEN_FILE_LOCATION names the file that is kept. */
  @Test
  void mintsThoughTheUserHasATokenOfTheBucket() throws Exception {
    JobMint mint = mint(List.of(), Optional.of("job"));
    UserGroupInformation user = UserGroupInformation.createRemoteUser("alice");
    user.addCredentials(mint.mint().credentials());
    Token<?> foreign = TokenFiles.foreign();
    user.addToken(foreign);
    JobMint again = mint(List.of(), Optional.of("job"));
    Minting.Minted next = user.doAs((PrivilegedExceptionAction<Minting.Minted>) again::mint);
    assertThat(sts.calls()).hasSize(4);
    Text bucket = new Text("s3a://b1");
    assertThat(next.credentials().getToken(bucket))
        .isNotEqualTo(user.getCredentials().getToken(bucket));
    assertThat(TokenContents.of(next.credentials().getToken(bucket)).owner()).isEqualTo("alice");
    assertThat(user.getTokens()).hasSize(3);
  }

  @Test
  void mintsForAProxyUserWhoHasATokenOfTheBucket() throws Exception {
    JobMint mint = mint(List.of(), Optional.of("job"));
    UserGroupInformation user =
        UserGroupInformation.createProxyUser("alice", UserGroupInformation.createRemoteUser("svc"));
    user.addCredentials(mint.mint().credentials());
    JobMint again = mint(List.of(), Optional.of("job"));
    Minting.Minted next = user.doAs((PrivilegedExceptionAction<Minting.Minted>) again::mint);
    assertThat(sts.calls()).hasSize(4);
    Token<?> token = next.credentials().getToken(new Text("s3a://b1"));
    assertThat(TokenContents.of(token).owner()).isEqualTo("alice");
  }

  @Test
  void withoutARouteThereIsNothingToMint() {
    conf.unset("fs.s3a.rolecall.routes");
    JobMint mint = mint(List.of(), Optional.empty());
    assertThatThrownBy(mint::mint)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "no route names a bucket that a token could be made for: add one to"
                + " fs.s3a.rolecall.routes, or name a location with --for");
  }

  @Test
  void aLocationWithACommaIsRefused() {
    assertThatThrownBy(() -> mint(List.of(S3Location.parse("s3a://b1/a,b")), Optional.empty()))
        .hasMessage(
            "--for s3a://b1/a,b: a location with a comma cannot be named; name the one above it");
  }
}
