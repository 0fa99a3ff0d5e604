package io.rolecall.sts;

import static io.rolecall.testing.Samples.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.identity.saml.SamlAssertions;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.Access;
import io.rolecall.route.Assertion;
import io.rolecall.route.Federation;
import io.rolecall.route.StsEndpoint;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.RecordedLog;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assertions exchanged for sessions, and what is said about the next sign-in. */
class SamlSessionSourceTest {

  private static final String PROVIDER = "arn:aws:iam::111122223333:saml-provider/company";
  private static final Duration ASSERTION_VALID = Duration.ofMinutes(5);

  private final FakeSts sts = new FakeSts();
  private final StsClients clients = new StsClients();
  private final FakeClock clock = new FakeClock();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void signIn() throws IOException {
    file = directory.resolve("assertion");
    signIn("");
  }

  @AfterEach
  void close() {
    clients.close();
    sts.close();
  }

  private void signIn(String sessionDuration) throws IOException {
    Instant end = clock.instant().plus(ASSERTION_VALID);
    Files.writeString(
        file,
        """
        <p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"
            xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r">
          <a:Assertion ID="_a"><a:Issuer>idp</a:Issuer>
            <d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:SignedInfo>
              <d:Reference URI="#_a"/></d:SignedInfo></d:Signature>
            <a:Conditions NotOnOrAfter="%s"/>
            <a:AttributeStatement>
              <a:Attribute Name="https://aws.amazon.com/SAML/Attributes/Role">
                <a:AttributeValue>%s,%s</a:AttributeValue></a:Attribute>
              <a:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">
                <a:AttributeValue>%s</a:AttributeValue></a:Attribute>%s
            </a:AttributeStatement></a:Assertion></p:Response>
        """
            .formatted(end, ROLE, PROVIDER, FakeSts.SAML_USER, sessionDuration));
  }

  private SamlSessionSource source(Assertion assertion) {
    StsEndpoint endpoint = new StsEndpoint(Optional.of("eu-west-1"), Optional.of(sts.endpoint()));
    Federation.Saml saml = new Federation.Saml(assertion, Optional.empty());
    Access.Role access =
        new Access.Role(ROLE, Optional.empty(), Samples.TERMS, endpoint, null, saml);
    return new SamlSessionSource(access, saml, new SamlAssertions(clock), clients, clock);
  }

  private SamlSessionSource ofFile() {
    return source(new Assertion.File(file));
  }

  @Test
  void exchangesTheAssertionWithoutCredentials() throws SessionException {
    Session session = ofFile().obtain(null);
    assertThat(session.sessionName()).isEqualTo(FakeSts.SAML_USER);
    assertThat(session.role()).isEqualTo(ROLE);
    FakeSts.Call call = sts.calls().get(0);
    assertThat(call.accessKeyId()).isEmpty();
    assertThat(call.parameter("Action")).isEqualTo("AssumeRoleWithSAML");
    assertThat(call.parameter("PrincipalArn")).isEqualTo(PROVIDER);
    assertThat(call.parameter("DurationSeconds")).isEqualTo("1800");
  }

  @Test
  void asksForNoMoreTimeThanTheIdentityProviderGrants() throws Exception {
    signIn(
        "<a:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/SessionDuration\">"
            + "<a:AttributeValue>900</a:AttributeValue></a:Attribute>");
    ofFile().obtain(null);
    assertThat(sts.calls().get(0).parameter("DurationSeconds")).isEqualTo("900");
  }

  @Test
  void saysAtOnceThatAnotherSignInWillBeNeeded() throws SessionException {
    try (RecordedLog log = new RecordedLog(SamlSessionSource.class, "INFO")) {
      Session session = ofFile().obtain(null);
      assertThat(log.lines())
          .containsExactly(
              "INFO Signed in to "
                  + ROLE
                  + " as alice@example.com until "
                  + session.expiration()
                  + ". The assertion of "
                  + file
                  + " will not do for the next session: sign in again and write a new one to it"
                  + " before that time.");
    }
  }

  @Test
  void saysNothingWhereACommandSignsIn() throws SessionException {
    try (RecordedLog log = new RecordedLog(SamlSessionSource.class, "INFO")) {
      source(
              new Assertion.Command(
                  java.util.List.of("cat", file.toString()), Duration.ofMinutes(1)))
          .obtain(null);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void warnsAheadOfTimeThatASignInIsNeededAndGoesOnAfterIt() throws Exception {
    FakeScheduler scheduler = new FakeScheduler(clock);
    RenewalPolicy policy =
        new RenewalPolicy(
            0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
    LiveSession live =
        new SessionStore(policy, clock, scheduler, Runnable::run)
            .session("key", "s3a://b1 -> reader", ofFile());
    Session first = live.current();
    String end = clock.instant().plus(ASSERTION_VALID).toString();
    try (RecordedLog log = new RecordedLog(LiveSession.class, "WARN")) {
      scheduler.advanceToNext();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith(
              "WARN s3a://b1 -> reader: no new session: the SAML assertion of "
                  + file
                  + " has expired ("
                  + end
                  + "). Sign in again and write the new assertion to "
                  + file
                  + ". The current one serves until "
                  + first.expiration());
      assertThat(Duration.between(clock.instant(), first.expiration()))
          .isGreaterThan(Duration.ofMinutes(8));
      assertThat(live.current()).isEqualTo(first);
      signIn("");
      scheduler.advanceToNext();
      assertThat(live.current().accessKeyId()).isEqualTo("key-2");
    }
  }

  @Test
  void takesStssWordThatTheAssertionHasExpired() {
    sts.failNext(400, "ExpiredTokenException", "Token must be redeemed within 5 minutes");
    SignInException failure =
        catchThrowableOfType(SignInException.class, () -> ofFile().obtain(null));
    assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
    assertThat(failure)
        .hasMessageEndingWith("). Sign in again and write the new assertion to " + file);
  }
}
