package io.rolecall.token;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.BaseCredentials;
import io.rolecall.credentials.RoleCredentials;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.RoutingCredentialsProvider;
import io.rolecall.credentials.RoutingIdentities;
import io.rolecall.credentials.RoutingIdentity;
import io.rolecall.driver.Grants;
import io.rolecall.driver.MintedSessions;
import io.rolecall.grant.GrantCodec;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.identity.WrittenSource;
import io.rolecall.identity.saml.SamlResponse;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.mailbox.MailboxReader;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.Assertion;
import io.rolecall.route.RouteTable;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.Rejection;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.sts.Job;
import io.rolecall.sts.JobIdentity;
import io.rolecall.sts.StsClients;
import io.rolecall.sts.StsSessionSource;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSource;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.RecordedLog;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AEncryptionMethods;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No type that holds a secret shows it, and nothing of it gets into logs or messages. */
class SecretsTest {

  /** What the samples hold: session and base credentials, and an encryption key. */
  private static final String[] SECRETS = {
    "key-1",
    "secret-1",
    "token-1",
    "base-key",
    "base-secret",
    "base-token",
    "the-sse-key",
    Mailboxes.KEY,
    "the-pass"
  };

  private static final RenewalPolicy POLICY =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(50));

  private static Configuration conf() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    conf.set("fs.s3a.session.token", "base-token");
    return conf;
  }

  static Stream<Arguments> holders() throws IOException {
    FakeClock clock = new FakeClock();
    SessionStore store = new SessionStore(POLICY, clock, new FakeScheduler(clock), Runnable::run);
    LiveSession live =
        store.session("key", "s3a://b1 -> reader", new FakeSource(clock, Duration.ofHours(1)));
    live.current();
    BaseIdentity base = BaseIdentity.of(RouteBook.of(conf()));
    RoleCredentials role = new RoleCredentials(live, "reader");
    BaseCredentials ofBase = new BaseCredentials(base);
    RouteTable<RouteCredentials> routes =
        RouteTable.ofPrefixes("b1", Map.of("", role, "open", ofBase));
    SessionGrant grant = Grants.granting(1, "s3a://b1");
    EncryptionSecrets encryption = new EncryptionSecrets(S3AEncryptionMethods.SSE_C, "the-sse-key");
    RolecallTokenIdentifier identifier =
        RolecallTokenIdentifier.create(
            URI.create("s3a://b1"), new Text("alice"), new Text(), "test", encryption, grant);
    Token<?> token = RolecallTokens.token(identifier);
    Mailbox mailbox =
        Mailboxes.withPass(Mailboxes.of("hdfs://nn/mail/rolecall-1", "job-1"), "the-pass");
    StsClients clients = new StsClients();
    RoutingIdentity identity = RoutingIdentities.of(routes);
    identity.accessKeyId();
    return Stream.of(
        arguments("session", Samples.session(1, START)),
        arguments("live session", live),
        arguments("role credentials", role),
        arguments("identity of role credentials", role.current()),
        arguments("base identity", base),
        arguments("base credentials", ofBase),
        arguments(
            "saml response",
            new SamlResponse(
                "token-1",
                "idp",
                List.of(),
                "alice",
                Optional.empty(),
                List.of(),
                Optional.empty())),
        arguments("its source", RouteBook.of(conf()).baseIdentity()),
        arguments(
            "assertion command",
            new Assertion.Command(List.of("sign-in", "secret-1"), Duration.ofSeconds(1))),
        arguments(
            "written source",
            WrittenSource.of(RouteBook.of(conf()).baseIdentity(), RolecallConfig.ofAll(conf()))),
        arguments("routing identity", identity),
        arguments("its table", routes.byPrefix()),
        arguments("credentials provider", RoutingCredentialsProvider.list(routes, () -> "job-1")),
        arguments("granted role", new GrantedRole(Samples.ROLE, Samples.session(1, START), null)),
        arguments("grant", grant),
        arguments("request", new GrantRequest(Set.of(), Set.of(), Set.of("key-1"))),
        arguments("answer for a role", new RoleAnswer.Granted(Samples.session(1, START))),
        arguments(
            "answer",
            Grants.answer(
                grant, new GrantRequest(Set.of(), Set.of(new RoleOfSet("", "r1")), Set.of()))),
        arguments("encryption", EncryptionFields.of(encryption)),
        arguments("token identifier", identifier),
        arguments("token payload", identifier.payload()),
        arguments("token", token),
        arguments("mailbox", mailbox),
        arguments("mailbox, optional", Optional.of(mailbox)),
        arguments("token with a mailbox", RolecallTokens.with(token, mailbox)),
        arguments("its identifier", RolecallTokens.read(RolecallTokens.with(token, mailbox))),
        arguments("its contents", TokenContents.of(RolecallTokens.with(token, mailbox))),
        arguments("its payload", identifier.payload().with(mailbox)),
        arguments("mailbox reader", MailboxReader.of(mailbox)),
        arguments(
            "source",
            StsSessionSource.byBase(
                Samples.access(Samples.ROLE),
                base,
                () -> new JobIdentity("app-1", "", "alice"),
                clients,
                clock)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("holders")
  void isShownWithoutItsSecrets(String what, Object holder) {
    assertThat(holder.toString()).describedAs(what).doesNotContain(SECRETS);
  }

  @Test
  void messagesOfBrokenGrantsHoldNone() throws IOException {
    byte[] bytes = GrantCodec.encode(Grants.granting(1, "s3a://b1"));
    for (int i = 0; i < bytes.length; i++) {
      byte[] broken = bytes.clone();
      broken[i] ^= (byte) 0xff;
      try {
        GrantCodec.decode(broken);
      } catch (IOException e) {
        assertThat(e.toString()).doesNotContain(SECRETS);
      }
    }
  }

  @Test
  void neitherLogsNorFailuresHoldAny() throws IOException {
    try (FakeSts sts = new FakeSts();
        RecordedLog log = new RecordedLog("io.rolecall", "TRACE")) {
      Configuration conf = conf();
      conf.set("fs.s3a.assumed.role.sts.endpoint", sts.endpoint().toString());
      conf.set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
      conf.set("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
      FakeClock clock = new FakeClock();
      FakeScheduler scheduler = new FakeScheduler(clock);
      RoutedBucket bucket = RouteBook.of(conf).of("b1", HadoopUser.current());
      MintedSessions sessions =
          new MintedSessions(
              new SessionStore(POLICY, clock, scheduler, Runnable::run),
              new Job(bucket.config(), "alice"),
              Duration.ofSeconds(20),
              clock);
      RouteCredentials route = sessions.routes(bucket).byPrefix().values().iterator().next();
      assertThat(route.current().accessKeyId()).isEqualTo("key-1");
      route.onRejected("key-1", Rejection.EXPIRED);
      sts.failNext(403, "AccessDenied", "no");
      assertThatThrownBy(route::current)
          .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRETS));
      scheduler.advance(Duration.ofHours(1));
      sessions.close();
      assertThat(log.lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).doesNotContain(SECRETS));
    }
  }
}
