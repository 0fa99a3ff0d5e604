package io.rolecall.route;

/** A route, or a part of one, is not valid. The message quotes the value and says what to write. */
public final class InvalidRouteException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * An invalid route.
   *
   * @param message what is wrong, with the value, and what was expected
   */
  public InvalidRouteException(String message) {
    super(message);
  }
}
