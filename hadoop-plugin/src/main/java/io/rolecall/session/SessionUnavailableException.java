package io.rolecall.session;

import org.jspecify.annotations.Nullable;

/** A route has no valid session. The message names the route, the cause, and the next try. */
public sealed class SessionUnavailableException extends RuntimeException
    permits SessionInterruptedException {

  private static final long serialVersionUID = 1L;

  /**
   * No session.
   *
   * @param message the route, the cause, and the next try; no secrets
   * @param cause the last failure; null if there was none
   */
  public SessionUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
