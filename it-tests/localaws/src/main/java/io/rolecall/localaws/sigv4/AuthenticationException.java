package io.rolecall.localaws.sigv4;

import org.jspecify.annotations.Nullable;

/** A request whose caller could not be authenticated. */
public final class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1;

  private final AuthenticationFailure failure;
  private final transient @Nullable Authorization authorization;

  /**
   * @param failure what is wrong
   * @param authorization the signature, or null where it could not even be read
   * @param message what S3 says about it
   */
  public AuthenticationException(
      AuthenticationFailure failure, @Nullable Authorization authorization, String message) {
    super(message, null, false, false);
    this.failure = failure;
    this.authorization = authorization;
  }

  public AuthenticationFailure failure() {
    return failure;
  }

  public @Nullable Authorization authorization() {
    return authorization;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
