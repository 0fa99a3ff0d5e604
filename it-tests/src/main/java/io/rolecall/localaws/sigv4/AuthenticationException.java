package io.rolecall.localaws.sigv4;

/** A request whose caller could not be authenticated. */
public final class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1;

  private final AuthenticationFailure failure;

  public AuthenticationException(AuthenticationFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public AuthenticationFailure failure() {
    return failure;
  }
}
