package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.identity.SignInException;
import io.rolecall.route.Access;
import io.rolecall.session.SessionException;
import java.time.Instant;
import java.util.Optional;

/**
 * One call of STS, as failures tell of it.
 *
 * @param action what was called
 * @param role the role that was asked for; empty for actions that ask for none
 * @param by what messages name: who asked (credentials, an assertion, a token); for
 *     GetWebIdentityToken, where it was called
 * @param provider the SAML provider that was named; empty for other actions
 * @param asked when, by this process's clock
 */
public record StsCall(
    Action action, Optional<Access.Role> role, String by, String provider, Instant asked) {

  /** The actions that Rolecall calls. */
  public enum Action {
    /** AssumeRole. */
    ASSUME_ROLE,
    /** AssumeRoleWithSAML. */
    SAML,
    /** AssumeRoleWithWebIdentity. */
    WEB_IDENTITY,
    /** GetCallerIdentity. */
    CALLER_IDENTITY,
    /** GetWebIdentityToken. */
    WEB_IDENTITY_TOKEN
  }

  /** Checks that nothing is null. */
  public StsCall {
    requireNonNull(action, "action");
    requireNonNull(role, "role");
    requireNonNull(by, "by");
    requireNonNull(provider, "provider");
    requireNonNull(asked, "asked");
  }

  static StsCall assumeRole(Access.Role role, String by, Instant asked) {
    return new StsCall(Action.ASSUME_ROLE, Optional.of(role), by, "", asked);
  }

  static StsCall saml(Access.Role role, String assertion, String provider, Instant asked) {
    return new StsCall(Action.SAML, Optional.of(role), assertion, provider, asked);
  }

  static StsCall webIdentity(Access.Role role, String token, Instant asked) {
    return new StsCall(Action.WEB_IDENTITY, Optional.of(role), token, "", asked);
  }

  static StsCall callerIdentity(String by, Instant asked) {
    return new StsCall(Action.CALLER_IDENTITY, Optional.empty(), by, "", asked);
  }

  /**
   * A call of GetWebIdentityToken, whose answers are read without their time.
   *
   * @param endpoint where it was called, as messages name it
   * @return the call
   */
  public static StsCall webIdentityToken(String endpoint) {
    return new StsCall(Action.WEB_IDENTITY_TOKEN, Optional.empty(), endpoint, "", Instant.EPOCH);
  }

  /** The failure of this call, with advice, and whether it may pass. */
  SessionException failed(RuntimeException thrown) {
    StsFailure failure = StsFailure.of(thrown);
    StsAdvice advice = StsAdvice.of(failure, this);
    return new SessionException(advice.kind(), message(failure, advice), thrown);
  }

  /** The same, for a sign-in. */
  SignInException signInFailed(RuntimeException thrown) {
    StsFailure failure = StsFailure.of(thrown);
    StsAdvice advice = StsAdvice.of(failure, this);
    return new SignInException(advice.reason(), advice.kind(), message(failure, advice), thrown);
  }

  /**
   * What to tell of a failure of this call.
   *
   * @param failure the failure
   * @return what happened, and what to do; no secrets
   */
  public String explain(StsFailure failure) {
    return message(failure, StsAdvice.of(failure, this));
  }

  private String message(StsFailure failure, StsAdvice advice) {
    return what(failure) + (advice.text().isEmpty() ? "" : ". " + advice.text());
  }

  private String what(StsFailure failure) {
    String purpose = role.map(asked -> " for " + asked.role()).orElse("");
    return switch (failure.sort()) {
      case REFUSED ->
          switch (action) {
                case ASSUME_ROLE, SAML, WEB_IDENTITY ->
                    "STS refused "
                        + role.map(asked -> asked.role().toString()).orElse("")
                        + " to "
                        + by;
                case CALLER_IDENTITY -> "STS does not accept the " + by;
                case WEB_IDENTITY_TOKEN -> "STS gives no web identity token at " + by;
              }
              + ": "
              + failure;
      case NO_REGION -> "no region to call STS in" + purpose;
      case BAD_FILE, NO_CLIENT -> "STS cannot be called" + purpose + ": " + failure;
      case UNREACHABLE ->
          "STS cannot be reached"
              + (action == Action.WEB_IDENTITY_TOKEN && !by.isEmpty() ? " at " + by : purpose)
              + ": "
              + failure;
    };
  }
}
