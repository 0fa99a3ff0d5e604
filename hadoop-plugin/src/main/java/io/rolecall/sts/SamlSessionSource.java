package io.rolecall.sts;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.identity.saml.SamlAssertions;
import io.rolecall.identity.saml.SamlResponse;
import io.rolecall.route.Access;
import io.rolecall.route.Federation;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import io.rolecall.text.Sent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlResponse;

/**
 * Exchanges a SAML assertion for a session of a role, if the assertion entitles to it. A new
 * assertion is taken each time. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html">AssumeRoleWithSAML</a>
 */
public final class SamlSessionSource implements SessionSource {

  private static final Logger LOG = LoggerFactory.getLogger(SamlSessionSource.class);

  private final Access.Role access;
  private final Federation.Saml identity;
  private final SamlAssertions assertions;
  private final StsClients clients;
  private final Clock clock;

  /**
   * A source.
   *
   * @param access the role that the assertion gives
   * @param identity where the assertion comes from
   * @param assertions gets it
   * @param clients the clients
   * @param clock this process's clock
   */
  public SamlSessionSource(
      Access.Role access,
      Federation.Saml identity,
      SamlAssertions assertions,
      StsClients clients,
      Clock clock) {
    this.access = access;
    this.identity = identity;
    this.assertions = assertions;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public Session obtain(@Nullable Session rejected) throws SessionException {
    SamlResponse assertion = assertions.get(identity.assertion());
    String provider = assertion.providerOf(access.role(), identity.provider());
    Duration duration =
        assertion
            .sessionDuration()
            .filter(limit -> limit.compareTo(access.terms().duration()) < 0)
            .orElse(access.terms().duration());
    AssumeRoleWithSamlRequest.Builder request =
        AssumeRoleWithSamlRequest.builder()
            .roleArn(access.role().toString())
            .principalArn(provider)
            .samlAssertion(assertion.encoded())
            .durationSeconds((int) duration.toSeconds());
    access.terms().policy().ifPresent(request::policy);
    Instant asked = clock.instant();
    AssumeRoleWithSamlResponse response;
    try {
      response = clients.client(access.sts()).assumeRoleWithSAML(request.build());
    } catch (SdkException | IllegalArgumentException e) {
      SignInException failure =
          StsFailures.ofSignIn(
              StsCall.saml(access, assertion.toString(), provider, asked),
              e,
              new Sent(assertion.encoded()));
      throw failure.reason() == Reason.EXPIRED
          ? SamlAssertions.expired(assertion, identity.assertion(), failure.getCause())
          : failure;
    }
    Session session =
        new AssumeRoleResult(
                response.assumedRoleUser(),
                response.credentials(),
                response.packedPolicySize(),
                response.sdkHttpResponse())
            .of(access, assertion.sessionName(), duration, asked);
    sayWhenToSignIn(assertion, session);
    return session;
  }

  /** A person has to act: better told early than when a renewal fails. */
  private void sayWhenToSignIn(SamlResponse assertion, Session session) {
    boolean outlived =
        assertion.notOnOrAfter().filter(end -> end.isBefore(session.expiration())).isPresent();
    boolean written = identity.assertion().match(file -> true, command -> false);
    if (written && outlived) {
      LOG.info(
          "Signed in to {} as {} until {}. The assertion of {} will not do for the next session:"
              + " sign in again and write a new one to it before that time.",
          access.role(),
          session.sessionName(),
          session.expiration(),
          identity.assertion());
    }
  }
}
