package io.rolecall.executor;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.rolecall.config.NewerTokens;
import io.rolecall.driver.Grants;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Samples;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrantSourceTest {

  private static final GrantRequest OF_B1 = GrantRequest.ofPlace(new BucketOfSet("", "b1"));
  private static final RoleOfSet R1 = new RoleOfSet("", "r1");
  private static final GrantRequest OF_ROLE = new GrantRequest(Set.of(), Set.of(R1), Set.of());
  private static final SessionGrant B1 = Grants.granting(1, "s3a://b1/data");

  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final FakeChannel channel = FakeChannel.granting(request -> B1);
  private final GrantSource source =
      new GrantSource(alice, List.of(channel), NewerTokens.PERHAPS, TokenFiles.replaced(alice));

  private GrantAnswer ask(GrantRequest request, String... tokenBuckets) throws IOException {
    return source.ask(request, Set.of(tokenBuckets), START);
  }

  @Test
  void asksTheDriver() throws IOException {
    assertThat(ask(OF_B1)).isEqualTo(Grants.answer(B1, OF_B1));
    assertThat(ask(OF_ROLE)).isEqualTo(Grants.answer(B1, OF_ROLE));
    assertThat(channel.requests()).containsExactly(OF_B1, OF_ROLE);
    assertThat(source).hasToString("the driver");
  }

  @Test
  void countsLifetimesByItsOwnClock() throws IOException {
    Instant now = START.minus(Duration.ofMinutes(10));
    assertThat(source.ask(OF_ROLE, Set.of(), now).roles())
        .containsEntry(
            R1, new RoleAnswer.Granted(Grants.session(1, now.plus(Duration.ofMinutes(30)))));
  }

  @Test
  void looksIntoTheUsersTokensWhereNoChannelIsOpen() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", B1);
    assertThat(ask(OF_B1).buckets())
        .containsOnly(entry(new BucketOfSet("", "b1"), GrantedBucket.of(B1, "b1")));
    assertThat(ask(OF_ROLE, "b1"))
        .isEqualTo(new GrantAnswer("job-1", START, Map.of(), Grants.answer(B1, OF_ROLE).roles()));
    assertThat(source).hasToString("the newest token");
    assertThat(channel.requests()).isEmpty();
  }

  @Test
  void seesTokensThatAreAddedLater() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", B1);
    ask(OF_ROLE, "b1");
    SessionGrant next = Grants.granting(2, "s3a://b1/data");
    Grants.addToken(alice, "b1", next);
    assertThat(ask(OF_ROLE, "b1").roles()).isEqualTo(Grants.answer(next, OF_ROLE).roles());
  }

  @Test
  void tokensAreOfNoSetButTheBase() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", B1);
    assertThatThrownBy(() -> ask(GrantRequest.ofPlace(new BucketOfSet("lake", "b1"))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("user alice has no Rolecall token for s3a://b1 of lake and this");
    RoleOfSet ofLake = new RoleOfSet("lake", "r1");
    assertThat(ask(new GrantRequest(Set.of(), Set.of(ofLake), Set.of()), "b1").roles().get(ofLake))
        .isInstanceOf(RoleAnswer.Failed.class);
  }

  @Test
  void passesOnWhyATokenCarriesNoSession() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", Grants.failing(Kind.PERMANENT, "STS refused reader", "s3a://b1"));
    assertThat(refusal())
        .hasMessage("its token was made without a session of this role: STS refused reader");
  }

  @Test
  void saysThatNoTokenIsForTheRole() throws IOException {
    channel.close();
    Grants.addToken(
        alice,
        "b1",
        new SessionGrant(
            "job-1",
            START,
            B1.routes(),
            Map.of("r1", new SessionGrant.GrantedRole(Samples.ROLE, null, null))));
    assertThat(refusal())
        .hasMessage(
            "no token of user alice carries a session of this role. Submit the job with tokens of"
                + " all the locations that it uses")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.TRANSIENT);
  }

  /** A role that STS throttled when the tokens were made comes with the next letter. */
  @Test
  void whatATokenLacksMayComeByAPlaceButElseNeverToHadoopsProcesses() throws IOException {
    for (Kind kind : Kind.values()) {
      Grants.addToken(alice, "b1", Grants.failing(kind, "STS throttled reader", "s3a://b1"));
      GrantSource supplied =
          new GrantSource(
              alice, List.of(), NewerTokens.NEVER, TokenFiles.replaced(alice, Path.of("/tokens")));
      assertThat(refusal(supplied).kind()).isEqualTo(kind);
      GrantSource alone =
          new GrantSource(alice, List.of(), NewerTokens.NEVER, TokenFiles.replaced(alice));
      assertThat(refusal(alone).kind()).isEqualTo(Kind.PERMANENT);
      GrantSource perhaps =
          new GrantSource(alice, List.of(), NewerTokens.PERHAPS, TokenFiles.replaced(alice));
      assertThat(refusal(perhaps).kind()).isEqualTo(kind);
    }
  }

  private SessionException refusal() throws IOException {
    return refusal(source);
  }

  private static SessionException refusal(GrantSource asked) throws IOException {
    RoleAnswer answer = requireNonNull(asked.ask(OF_ROLE, Set.of("b1"), START).roles().get(R1));
    return answer.match(
        granted -> {
          throw new AssertionError(granted);
        },
        underWay -> {
          throw new AssertionError(underWay);
        },
        RoleAnswer.Failed::failure);
  }

  @Test
  void findsTokensOfTheOtherSchemesAndNoneOfOtherKinds() throws IOException {
    UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
    bob.addToken(
        new Token<>(
            new byte[] {1},
            new byte[0],
            new Text("S3ADelegationToken/Full"),
            new Text("s3a://b1")));
    assertThat(RolecallTokens.find(bob, "b1")).isNull();
    Grants.addToken(alice, "b1", B1);
    Token<?> token = alice.getCredentials().getToken(new Text("s3a://b1"));
    token.setService(new Text("s3n://b1"));
    bob.addToken(token);
    assertThat(RolecallTokens.find(bob, "b1")).isEqualTo(B1);
    assertThat(RolecallTokens.find(bob, "b2")).isNull();
  }

  @Test
  void saysWhatToDoWithoutChannelAndToken() {
    channel.close();
    assertThatThrownBy(() -> ask(OF_B1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "user alice has no Rolecall token for s3a://b1 and this executor has no channel to its"
                + " driver: set spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job"
                + " with tokens of these buckets (hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile FILE for"
                + " MapReduce, tez.credentials.path=FILE for Tez, else HADOOP_TOKEN_FILE_LOCATION=FILE)");
  }

  @Test
  void whereTokensStayACallerNeedNotWaitForTheNext() {
    Session known = requireNonNull(B1.roles().values().iterator().next().session());
    channel.close();
    assertThat(source.noNewerThan(known, START).kind()).isEqualTo(Kind.TRANSIENT);
    GrantSource ofHadoop =
        new GrantSource(alice, List.of(channel), NewerTokens.NEVER, TokenFiles.replaced(alice));
    assertThat(ofHadoop.noNewerThan(known, START))
        .hasMessageContaining("no newer token has come")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.PERMANENT);
  }

  @Test
  void aDriverIsWaitedForThoughTokensStay() {
    Session known = requireNonNull(B1.roles().values().iterator().next().session());
    GrantSource ofHadoop =
        new GrantSource(alice, List.of(channel), NewerTokens.NEVER, TokenFiles.replaced(alice));
    assertThat(ofHadoop.noNewerThan(known, START))
        .hasMessage("the driver has no newer session yet")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.TRANSIENT);
  }

  /** Nobody promised that a file is replaced, and Spark puts newer tokens in place by itself. */
  @Test
  void whoseFileWasNotReplacedInTimeDoesNotWaitButInSpark() {
    Session session = Grants.session(1, START);
    Instant before = START.minusSeconds(1);
    Path file = Path.of("/tokens");
    for (NewerTokens newer : NewerTokens.values()) {
      GrantSource supplied =
          new GrantSource(alice, List.of(), newer, TokenFiles.replaced(alice, file));
      assertThat(supplied.noNewerThan(session, before).kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(supplied.noNewerThan(session, START).kind())
          .as(newer.name())
          .isEqualTo(newer == NewerTokens.BY_HOST ? Kind.TRANSIENT : Kind.PERMANENT);
    }
  }
}
