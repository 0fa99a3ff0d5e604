package io.rolecall.identity;

import org.jspecify.annotations.Nullable;

/** What lies behind a failure, and what it says. */
final class Causes {

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

  static String innermost(Throwable failure) {
    Throwable e = failure;
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return text(e);
  }

  static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
