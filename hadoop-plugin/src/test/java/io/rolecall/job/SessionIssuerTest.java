package io.rolecall.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.route.NamedClient;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionIssuerTest {

  private static final BucketOfSet B1 = new BucketOfSet("", "b1");

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);

  SessionIssuerTest() {
    sts.reach(conf);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
  }

  @AfterEach
  void close() {
    sts.close();
  }

  private static GrantAnswer ask(SessionIssuer issuer, GrantRequest request) throws IOException {
    return AnswerCodec.decode(issuer.answer("1", request.encode()));
  }

  private static GrantedBucket routes(SessionIssuer issuer) throws IOException {
    return requireNonNull(ask(issuer, GrantRequest.ofPlace(B1)).buckets().get(B1));
  }

  /** Asks for the role of the bucket, as executors do. */
  private static RoleAnswer askForRole(SessionIssuer issuer, String... rejected)
      throws IOException {
    String fingerprint = routes(issuer).roles().keySet().iterator().next();
    RoleOfSet role = new RoleOfSet("", fingerprint);
    GrantRequest request = new GrantRequest(Set.of(), Set.of(role), Set.of(rejected));
    return requireNonNull(ask(issuer, request).roles().get(role));
  }

  /** Asks until there is a session. */
  private static String keyOf(SessionIssuer issuer, String... rejected) {
    String[] key = {""};
    Concurrently.until(
        "there is a session",
        () -> {
          try {
            key[0] =
                askForRole(issuer, rejected)
                    .match(
                        granted -> granted.session().accessKeyId(),
                        underWay -> "",
                        refused -> "refused");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return !key[0].isEmpty();
        });
    return key[0];
  }

  @Test
  void answersForAClientOfAnotherServiceByItsName() throws IOException {
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://*", "role": "arn:aws:iam::111122223333:role/every"},
          {"client": "events", "role": "arn:aws:iam::111122223333:role/events"}]}
        """);
    ClientOfSet events = new ClientOfSet("", new NamedClient("events"));
    ClientOfSet unknown = new ClientOfSet("", new NamedClient("evnets"));
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      GrantAnswer answer =
          ask(issuer, new GrantRequest(Set.of(events, unknown), Set.of(), Set.of()));
      GrantedBucket granted = requireNonNull(answer.buckets().get(events));
      assertThat(granted.routes())
          .singleElement()
          .satisfies(route -> assertThat(route.place()).hasToString("client:events"));
      assertThat(granted.roles().values())
          .singleElement()
          .hasToString("arn:aws:iam::111122223333:role/events");
      assertThat(answer.buckets().getOrDefault(unknown, GrantedBucket.NONE).routes())
          .describedAs("what every bucket has is not for clients")
          .isEmpty();
    }
  }

  @Test
  void givesAllExecutorsTheSameSession() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      issuer.jobIdKnown();
      assertThat(keyOf(issuer)).isEqualTo(keyOf(issuer)).isEqualTo("key-1");
      assertThat(sts.calls()).hasSize(1);
    }
  }

  @Test
  void mintsAnotherForOneThatWasRefused() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      issuer.jobIdKnown();
      keyOf(issuer);
      assertThat(keyOf(issuer, "key-1")).isEqualTo("key-2");
    }
  }

  @Test
  void tellsWhenToAskAgainUntilTheJobHasAName() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      assertThat(askForRole(issuer)).isInstanceOf(RoleAnswer.UnderWay.class);
      issuer.declareJob(() -> "app-1", "nightly");
      issuer.jobIdKnown();
      keyOf(issuer);
      assertThat(sts.calls())
          .singleElement()
          .extracting(call -> call.parameter("RoleSessionName"))
          .asString()
          .endsWith("-app-1");
    }
  }

  @Test
  void refusesAQuestionItCannotRead() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      assertThatThrownBy(() -> issuer.answer("1", new byte[] {2, 2}))
          .isInstanceOf(IOException.class)
          .hasMessage("session request that is cut short");
    }
  }

  @Test
  void isNotForExecutors() {
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThatThrownBy(() -> SessionIssuer.create(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.process says that this process is an executor, but it is the driver;"
                + " remove the key");
  }

  @Test
  void openingAFileSystemChangesNothingForExecutors() throws IOException {
    try (SessionIssuer issuer = SessionIssuer.create(conf)) {
      Configuration other = new Configuration(conf);
      other.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/admin");
      RoutedBucket bucket = RouteBook.of(other).of("b1", HadoopUser.current());
      try (OwnerSessions opened =
          OwnerSessions.acquire(UserGroupInformation.getCurrentUser(), bucket.config())) {
        assertThat(opened.sessions().routes(bucket).whole()).asString().endsWith("role/admin");
        assertThat(routes(issuer).roles().values())
            .extracting(role -> role.name())
            .containsExactly("reader");
      }
    }
  }
}
