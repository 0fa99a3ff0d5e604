package io.rolecall.identity;

import io.rolecall.session.SessionException;
import org.jspecify.annotations.Nullable;

/** A sign-in (SAML, web identity) gave no session. The message says why and what to do. */
public final class SignInException extends SessionException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with a sign-in. */
  public enum Reason {
    /** The assertion or token cannot be had: no file, or the command failed. */
    UNAVAILABLE,
    /** The assertion or token cannot be read, or is not one that can be trusted. */
    MALFORMED,
    /** Its time is over; somebody or something must sign in anew. */
    EXPIRED,
    /** It does not entitle to the role. */
    NOT_ENTITLED,
    /** Role and provider are swapped or malformed. */
    ROLE_OR_PROVIDER,
    /** AWS does not accept the identity provider's signature, issuer, audience or metadata. */
    IDENTITY_PROVIDER,
    /** The name that the identity provider gives the session is one that AWS does not allow. */
    SESSION_NAME,
    /** The role's trust policy does not let this provider's users assume it. */
    NOT_TRUSTED,
    /** The session would last longer than the role allows. */
    DURATION,
    /** STS cannot be reached, or failed. */
    STS,
    /** Something else. */
    OTHER
  }

  private final Reason reason;

  /**
   * A failure.
   *
   * @param reason what is wrong
   * @param kind whether asking again may help
   * @param message what happened and what to do; no secrets
   * @param cause the underlying failure; null if there is none
   */
  public SignInException(Reason reason, Kind kind, String message, @Nullable Throwable cause) {
    super(kind, message, cause);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
