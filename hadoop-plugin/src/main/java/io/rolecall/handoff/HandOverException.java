package io.rolecall.handoff;

import org.jspecify.annotations.Nullable;

/** A token could not be had. The message says who refused it, why, and what to do; no secrets. */
public final class HandOverException extends Exception {

  private static final long serialVersionUID = 1L;

  HandOverException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
