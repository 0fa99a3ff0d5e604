package io.rolecall.session;

import org.jspecify.annotations.Nullable;

/** A source could not give a session. */
public class SessionException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whether asking again may help. */
  public enum Kind {
    /**
     * The cause may pass: an outage, throttling, a network error. Callers wait for the next try.
     */
    TRANSIENT,
    /** Somebody must change something first: trust, policy, configuration. Callers fail at once. */
    PERMANENT
  }

  private final Kind kind;

  /**
   * A failure.
   *
   * @param kind whether asking again may help
   * @param message what happened and what to do; no secrets
   * @param cause the underlying failure
   */
  public SessionException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Whether asking again may help.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
