package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.TokenClaims;
import io.rolecall.route.Access;
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
 * @param bearer who a web identity token says that its bearer is; empty for other actions, and if
 *     it does not tell
 * @param asked when, by this process's clock
 * @param given whether STS has given this job such a session before
 */
public record StsCall(
    Action action,
    Optional<Access.Role> role,
    String by,
    String provider,
    Optional<TokenClaims> bearer,
    Instant asked,
    boolean given) {

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
    requireNonNull(bearer, "bearer");
    requireNonNull(asked, "asked");
  }

  static StsCall assumeRole(Access.Role role, String by, Instant asked) {
    return new StsCall(
        Action.ASSUME_ROLE, Optional.of(role), by, "", Optional.empty(), asked, false);
  }

  static StsCall saml(Access.Role role, String assertion, String provider, Instant asked) {
    return new StsCall(
        Action.SAML, Optional.of(role), assertion, provider, Optional.empty(), asked, false);
  }

  static StsCall webIdentity(
      Access.Role role, String token, Optional<TokenClaims> bearer, Instant asked) {
    return new StsCall(Action.WEB_IDENTITY, Optional.of(role), token, "", bearer, asked, false);
  }

  /** The same, where a session was or was not given before. */
  StsCall given(boolean before) {
    return new StsCall(action, role, by, provider, bearer, asked, before);
  }

  static StsCall callerIdentity(String by, Instant asked) {
    return new StsCall(
        Action.CALLER_IDENTITY, Optional.empty(), by, "", Optional.empty(), asked, false);
  }

  /**
   * A call of GetWebIdentityToken, whose answers are read without their time.
   *
   * @param endpoint where it was called, as messages name it
   * @return the call
   */
  public static StsCall webIdentityToken(String endpoint) {
    return new StsCall(
        Action.WEB_IDENTITY_TOKEN,
        Optional.empty(),
        endpoint,
        "",
        Optional.empty(),
        Instant.EPOCH,
        false);
  }
}
