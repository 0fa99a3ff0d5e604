package io.rolecall.text;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes failures that quote others fit to be logged. Not thread-safe. */
final class ShownFailures {

  private final UnaryOperator<String> hidden;
  private final int longest;

  /** Those that are being copied: a failure may be among its own causes. */
  private final Set<Throwable> copying = Collections.newSetFromMap(new IdentityHashMap<>());

  ShownFailures(UnaryOperator<String> hidden, int longest) {
    this.hidden = hidden;
    this.longest = longest;
  }

  Throwable of(Throwable failure) {
    return mayBeShown(failure) ? failure : copy(failure);
  }

  private boolean mayBeShown(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      if (!seen.add(next)) {
        continue;
      }
      String text = String.valueOf(next.getMessage());
      if (text.length() > longest || !line(text).equals(text)) {
        return false;
      }
      Throwable cause = next.getCause();
      if (cause != null) {
        open.add(cause);
      }
      // The SDK keeps the answers to its earlier attempts there.
      Collections.addAll(open, next.getSuppressed());
    }
    return true;
  }

  private String line(String text) {
    return hidden.apply(OneLine.of(text, longest));
  }

  private Throwable copy(Throwable failure) {
    copying.add(failure);
    Throwable cause = failure.getCause();
    String message = failure.getMessage();
    Copy copy =
        new Copy(
            failure.getClass().getName() + (message == null ? "" : ": " + line(message)),
            cause == null || copying.contains(cause) ? null : copy(cause));
    copy.setStackTrace(failure.getStackTrace());
    for (Throwable suppressed : failure.getSuppressed()) {
      if (!copying.contains(suppressed)) {
        copy.addSuppressed(copy(suppressed));
      }
    }
    return copy;
  }

  /** What is shown in the place of a failure. */
  private static final class Copy extends Exception {

    private static final long serialVersionUID = 1L;

    Copy(String text, @Nullable Throwable cause) {
      super(text, cause);
    }

    /** The name of the failure's class instead of this one's. */
    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
