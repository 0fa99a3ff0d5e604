package io.rolecall.handoff;

import io.rolecall.text.Sent;
import org.jspecify.annotations.Nullable;

/** A token could not be had. The message says who refused it, why, and what to do; no secrets. */
public final class HandOverException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2048;

  HandOverException(String message, @Nullable Throwable cause) {
    super(message, cause == null ? null : Sent.NOTHING.shown(cause, LONGEST));
  }
}
