package io.rolecall.boundary;

/** What an exception says, with its causes. */
final class Failure {

  private static final int DEPTH = 20;

  private Failure() {}

  /** A line each: the class's name, a colon and a space, the message. */
  static String messages(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable next = failure;
    for (int depth = 0; next != null && depth < DEPTH; depth++) {
      text.append(next.getClass().getName())
          .append(": ")
          .append(String.valueOf(next.getMessage()).strip())
          .append('\n');
      next = next.getCause();
    }
    return text.toString();
  }
}
