package io.rolecall.delegation;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrantSourceTest {

  private static final GrantRequest OF_B1 = new GrantRequest(Set.of("b1"), Set.of());
  private static final SessionGrant B1 = Grants.granting(1, "s3a://b1/data");

  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final FakeChannel channel = new FakeChannel(request -> B1);
  private final GrantSource source = new GrantSource(alice, List.of(channel), false);

  /** Asks and stays on the way until {@link #answered} opens. */
  private Running<SessionGrant> firstQuestion(FakeChannel.Answer answer) {
    channel.answer(
        request -> {
          asked.countDown();
          Concurrently.await(answered);
          return answer.to(request);
        });
    Running<SessionGrant> first = Concurrently.start(() -> source.ask(OF_B1, START));
    Concurrently.await(asked);
    channel.answer(request -> Grants.granting(2, "s3a://b1", "s3a://b2"));
    return first;
  }

  @Test
  void asksTheDriver() throws IOException {
    assertThat(source.ask(OF_B1, START)).isEqualTo(B1);
    assertThat(source.ask(OF_B1, START)).isEqualTo(B1);
    assertThat(channel.requests()).containsExactly(OF_B1, OF_B1);
    assertThat(source).hasToString("the driver");
  }

  @Test
  void countsLifetimesByItsOwnClock() throws IOException {
    SessionGrant grant = source.ask(OF_B1, START.plus(Duration.ofMinutes(10)));
    assertThat(grant.firstExpiration()).contains(START.plus(Duration.ofMinutes(40)));
  }

  @Test
  void questionsAtTheSameTimeShareOneMessage() {
    Running<SessionGrant> first = firstQuestion(request -> B1);
    List<Running<SessionGrant>> others = Concurrently.start(4, () -> source.ask(OF_B1, START));
    others.forEach(Running::untilWaiting);
    answered.countDown();
    assertThat(first.value()).isEqualTo(B1);
    assertThat(others).extracting(Running::value).containsOnly(B1);
    assertThat(channel.requests()).hasSize(1);
  }

  @Test
  void aQuestionThatTheSharedAnswerDoesNotCoverIsAskedItself() {
    Running<SessionGrant> first = firstQuestion(request -> B1);
    GrantRequest both = new GrantRequest(Set.of("b1", "b2"), Set.of());
    Running<SessionGrant> other = Concurrently.start(() -> source.ask(both, START)).untilWaiting();
    answered.countDown();
    assertThat(other.value().routes()).hasSize(2);
    assertThat(first.value()).isEqualTo(B1);
    assertThat(channel.requests()).containsExactly(OF_B1, both);
  }

  @Test
  void aQuestionThatRejectsASessionIsAskedItself() throws IOException {
    Running<SessionGrant> first = firstQuestion(request -> B1);
    GrantRequest rejecting = new GrantRequest(Set.of("b1"), Set.of("key-1"));
    assertThat(source.ask(rejecting, START)).isNotEqualTo(B1);
    answered.countDown();
    assertThat(first.value()).isEqualTo(B1);
    assertThat(channel.requests()).containsExactly(OF_B1, rejecting);
  }

  @Test
  void questionsAtTheSameTimeShareOneFailure() {
    Running<SessionGrant> first =
        firstQuestion(
            request -> {
              throw new IOException("the driver is gone");
            });
    Running<SessionGrant> other = Concurrently.start(() -> source.ask(OF_B1, START)).untilWaiting();
    answered.countDown();
    assertThat(first.failure()).isInstanceOf(IOException.class).hasMessage("the driver is gone");
    assertThat(other.failure()).isInstanceOf(IOException.class).hasMessage("the driver is gone");
    assertThat(channel.requests()).hasSize(1);
  }

  @Test
  void anErrorLeavesNobodyWaiting() {
    Running<SessionGrant> first =
        firstQuestion(
            request -> {
              throw new NoClassDefFoundError("org/apache/spark/SparkEnv");
            });
    Running<SessionGrant> other = Concurrently.start(() -> source.ask(OF_B1, START)).untilWaiting();
    answered.countDown();
    assertThat(first.failure()).isInstanceOf(NoClassDefFoundError.class);
    assertThat(other.failure())
        .isInstanceOf(IOException.class)
        .hasMessage("org/apache/spark/SparkEnv");
  }

  @Test
  void asksAgainAfterAFailure() throws IOException {
    channel.answer(
        request -> {
          throw new IOException("the driver is gone");
        });
    assertThatThrownBy(() -> source.ask(OF_B1, START)).hasMessage("the driver is gone");
    channel.answer(request -> B1);
    assertThat(source.ask(OF_B1, START)).isEqualTo(B1);
  }

  @Test
  void fallsToTheUsersTokensWhereNoChannelIsOpen() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", B1);
    Grants.addToken(alice, "b2", Grants.granting(2, "s3a://b2"));
    GrantRequest both = new GrantRequest(Set.of("b1", "b2", "b3"), Set.of());
    assertThat(source.ask(both, START).routes()).hasSize(2);
    assertThat(source).hasToString("the newest token");
    assertThat(channel.requests()).isEmpty();
  }

  @Test
  void seesTokensThatAreAddedLater() throws IOException {
    channel.close();
    Grants.addToken(alice, "b1", B1);
    source.ask(OF_B1, START);
    SessionGrant next = Grants.granting(2, "s3a://b1/data");
    Grants.addToken(alice, "b1", next);
    assertThat(source.ask(OF_B1, START).roles()).isEqualTo(next.roles());
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
    assertThatThrownBy(() -> source.ask(OF_B1, START))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "user alice has no Rolecall token for [b1] and this executor has no channel to its"
                + " driver: set spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job"
                + " with tokens of these buckets (hadoop dt get s3://BUCKET FILE; then -tokenCacheFile FILE for"
                + " MapReduce, else HADOOP_TOKEN_FILE_LOCATION=FILE)");
  }

  @Test
  void whereTokensStayACallerNeedNotWaitForTheNext() {
    Session known = requireNonNull(B1.roles().values().iterator().next().session());
    channel.close();
    assertThat(source.noNewerThan(known).kind()).isEqualTo(Kind.TRANSIENT);
    GrantSource ofHadoop = new GrantSource(alice, List.of(channel), true);
    assertThat(ofHadoop.noNewerThan(known))
        .hasMessageContaining("no newer token has come")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.PERMANENT);
  }

  @Test
  void aDriverIsWaitedForThoughTokensStay() {
    Session known = requireNonNull(B1.roles().values().iterator().next().session());
    GrantSource ofHadoop = new GrantSource(alice, List.of(channel), true);
    assertThat(ofHadoop.noNewerThan(known))
        .hasMessage("the driver has no newer session yet")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.TRANSIENT);
  }
}
