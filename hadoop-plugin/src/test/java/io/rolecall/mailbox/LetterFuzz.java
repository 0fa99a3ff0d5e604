package io.rolecall.mailbox;

import java.io.IOException;

/** What lies in a mailbox: whoever may write there wrote it. */
public final class LetterFuzz {

  private static final Mailbox MAILBOX =
      Mailboxes.of("hdfs://nn/mail/rolecall-1", "job-1", "another-key-than-that-of-letters");

  private LetterFuzz() {}

  /** Opens it; only an IOException may come of it, because nobody else has the key. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      throw new AssertionError("opened " + Letter.open(MAILBOX, data));
    } catch (IOException e) {
      // As it should be.
    }
  }
}
