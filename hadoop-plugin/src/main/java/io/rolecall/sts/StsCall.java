package io.rolecall.sts;

import static java.util.Objects.requireNonNull;

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
}
