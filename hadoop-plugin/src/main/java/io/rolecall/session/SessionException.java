package io.rolecall.session;

import io.rolecall.text.Sent;
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

  /** Longer than what Rolecall itself says. */
  private static final int LONGEST = 8192;

  private final Kind kind;

  /**
   * A failure.
   *
   * @param kind whether asking again may help
   * @param message what happened and what to do; no secrets
   * @param cause the underlying failure; one that says more than may be logged is copied without
   */
  public SessionException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause == null ? null : Sent.NOTHING.shown(cause, LONGEST));
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
