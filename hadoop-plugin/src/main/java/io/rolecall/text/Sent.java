package io.rolecall.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The secrets that a request carried. Services quote what they could not read, so an answer may
 * have a part of one in it. Immutable.
 */
public final class Sent {

  /** Nothing that has to be hidden. */
  public static final Sent NOTHING = new Sent();

  /** So many characters of a secret that follow each other are no chance. */
  private static final int TELLING = 12;

  private static final String HIDDEN = "...";

  private final Set<String> parts = new HashSet<>();

  /**
   * Secrets.
   *
   * @param secrets the secrets; those of fewer than 12 characters are not hidden
   */
  public Sent(String... secrets) {
    for (String secret : secrets) {
      addParts(secret);
      addParts(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }
  }

  private void addParts(String secret) {
    for (int end = TELLING; end <= secret.length(); end++) {
      parts.add(secret.substring(end - TELLING, end));
    }
  }

  /**
   * A text without them.
   *
   * @param text a text of bounded length
   * @return the text with {@code ...} for each part that is as it was sent, or encoded as in a URL
   */
  public String hiddenIn(String text) {
    BitSet secret = new BitSet();
    for (int end = TELLING; end <= text.length(); end++) {
      if (parts.contains(text.substring(end - TELLING, end))) {
        secret.set(end - TELLING, end);
      }
    }
    StringBuilder shown = new StringBuilder();
    int from = 0;
    for (int start = secret.nextSetBit(0); start >= 0; start = secret.nextSetBit(from)) {
      shown.append(text, from, start).append(HIDDEN);
      from = secret.nextClearBit(start);
    }
    return shown.append(text, from, text.length()).toString();
  }

  /**
   * A failure as it may be logged, with its causes and what it suppressed.
   *
   * @param failure the failure
   * @param longest how long a message may be, in characters
   * @return the failure itself if all its messages are lines of that length without a secret; else
   *     a copy with the names of the classes, such lines, and the stack traces
   */
  public Throwable shown(Throwable failure, int longest) {
    return new ShownFailures(this::hiddenIn, longest).of(failure);
  }

  /** No secrets. */
  @Override
  public String toString() {
    return parts.isEmpty() ? "nothing" : "secrets that were sent";
  }
}
