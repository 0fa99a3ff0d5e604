package io.rolecall.identity;

import io.rolecall.text.OneLine;
import org.jspecify.annotations.Nullable;

/** What lies behind a failure, and what it says. */
final class Causes {

  /** Services and files are quoted in it. */
  private static final int LONGEST = 1024;

  private Causes() {}

  static boolean causedBy(Throwable failure, String text) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (text(e).contains(text)) {
        return true;
      }
    }
    return false;
  }

  static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
    }
    return null;
  }

  /** What the innermost cause says, as a message may have it. */
  static String innermost(Throwable failure) {
    Throwable e = failure;
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return said(e);
  }

  /** What a failure says, as a message may have it. */
  static String said(Throwable failure) {
    return OneLine.of(text(failure), LONGEST);
  }

  /** All that a failure says. */
  static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
