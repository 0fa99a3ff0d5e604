package io.rolecall.iam;

/** Routes do not tell who assumes a role, and nobody else did. The message says what to name. */
public final class UnknownCallerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownCallerException(String message) {
    super(message);
  }
}
