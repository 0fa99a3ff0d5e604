package io.rolecall.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;

/** Mailboxes for tests, also of other packages. */
public final class Mailboxes {

  /** The key of {@link #of}. */
  public static final String KEY = "the-mailbox-key-of-32-bytes-0123";

  private Mailboxes() {}

  /** A mailbox of a job at a place, with the key {@link #KEY}. */
  public static Mailbox of(String folder, String job) {
    return of(folder, job, KEY);
  }

  static Mailbox of(String folder, String job, String key) {
    return new Mailbox(
        URI.create(folder), job, "rolecall run (a test)", key.getBytes(UTF_8), Optional.empty());
  }

  /** The same with a token of its file system. */
  public static Mailbox withPass(Mailbox mailbox, String secret) {
    return mailbox.with(
        Optional.of(
            new Token<>(
                new byte[] {1},
                secret.getBytes(UTF_8),
                new Text("HDFS_DELEGATION_TOKEN"),
                new Text("nn:8020"))));
  }

  /** The token of a mailbox's file system; null if it has none. */
  public static Optional<Token<?>> pass(Mailbox mailbox) {
    return mailbox.pass();
  }

  /** A mailbox on this machine's disk, whose file system gives no token. */
  public static MailboxWriter writer(Path parent, String job, Clock clock) throws IOException {
    return MailboxWriter.create(
        parent.toUri(), new Configuration(false), job, "rolecall run (a test)", clock);
  }

  /** A reader by another clock than the process's. */
  public static MailboxReader reader(LongSupplier nanoTime) {
    return new MailboxReader(nanoTime, MailboxAccess::bytes);
  }

  /** The same, which says when it reads. */
  public static MailboxReader reader(LongSupplier nanoTime, Runnable reads) {
    return new MailboxReader(
        nanoTime,
        (mailbox, user, conf) -> {
          reads.run();
          return MailboxAccess.bytes(mailbox, user, conf);
        });
  }

  /** The file that holds a mailbox's letter. */
  public static Path letter(MailboxWriter writer) {
    return Path.of(URI.create(writer.toString())).resolve(LetterBox.LETTER);
  }

  /** What a letter holds, as bytes that were read elsewhere. */
  public static byte[] open(Mailbox mailbox, byte[] letter) throws IOException {
    return Letter.open(mailbox, letter).content();
  }

  /** The mailboxes in a folder. */
  public static long count(Path parent) throws IOException {
    try (var files = Files.list(parent)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(LetterBox.PREFIX))
          .count();
    }
  }
}
