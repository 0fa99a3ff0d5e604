package io.rolecall.mailbox;

import static java.util.Objects.requireNonNull;

import io.rolecall.failure.FileFailure;
import io.rolecall.process.InterruptFlag;
import io.rolecall.process.Living;
import io.rolecall.text.OneLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a mailbox that a process has whose tokens name it: one for all who look. It reads once
 * a second at most, one look at a time, and never takes a letter that is older than one that it has
 * seen. Thread-safe.
 */
public final class MailboxReader {

  /** As much of what a file system says as belongs into a message. */
  private static final int LONGEST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(MailboxReader.class);

  /** Those that somebody has: whose jobs have ended are forgotten, and their keys with them. */
  private static final Living<MailboxReader, Mailbox> READERS = new Living<>();

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long others wait for a look that is under way. Their sessions live, or patience ends. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final Source source;

  // All below: under the lock of this object, under which nothing is read.
  private @Nullable CompletableFuture<Reading> underWay;
  private Reading last = Reading.NONE;
  private long looked;

  /** When the look that is under way began; another may hang as long as its file system does. */
  private long began;

  MailboxReader(LongSupplier nanoTime, Source source) {
    this.nanoTime = nanoTime;
    this.source = source;
  }

  /** Reads the bytes of a mailbox's letter, for a user. */
  interface Source {
    byte[] read(Mailbox mailbox, UserGroupInformation user, Configuration conf) throws IOException;
  }

  /**
   * The reader of a mailbox.
   *
   * @param mailbox the mailbox
   * @return the same for all who ask in this process, for as long as anybody has it
   */
  public static synchronized MailboxReader of(Mailbox mailbox) {
    List<MailboxReader> known = new ArrayList<>();
    READERS.forEach(
        (reader, read) -> {
          if (read.equals(mailbox)) {
            known.add(reader);
          }
        });
    if (!known.isEmpty()) {
      return known.get(0);
    }
    MailboxReader fresh = new MailboxReader(System::nanoTime, MailboxAccess::bytes);
    READERS.add(fresh, mailbox);
    return fresh;
  }

  /** What was found when the mailbox was looked at last. Equal to itself alone. */
  public static final class Reading {

    private static final Reading NONE = new Reading(0, null, null, false);

    private final long serial;
    private final @Nullable Letter letter;
    private final @Nullable String problem;
    private final boolean denied;

    private Reading(
        long serial, @Nullable Letter letter, @Nullable String problem, boolean denied) {
      this.serial = serial;
      this.letter = letter;
      this.problem = problem;
      this.denied = denied;
    }

    /**
     * Whether this was found after another.
     *
     * @param other the other reading, of the same mailbox
     * @return true if the mailbox was looked at later
     */
    public boolean isAfter(Reading other) {
      return serial > other.serial;
    }

    /**
     * What the newest letter that was seen holds.
     *
     * @return its content, not to be changed; null if none was seen yet
     */
    public byte @Nullable [] content() {
      return letter == null ? null : letter.content();
    }

    /**
     * When the newest letter that was seen was written.
     *
     * @return the time by its writer's clock; null if none was seen yet
     */
    public @Nullable Instant writtenAt() {
      return letter == null ? null : letter.writtenAt();
    }

    /**
     * Why no letter could be read this time.
     *
     * @return the reason, as what follows the mailbox's name; null if one was read
     */
    public @Nullable String problem() {
      return problem;
    }

    /**
     * Whether this process may not read it.
     *
     * @return true if its file system says so
     */
    public boolean isDenied() {
      return denied;
    }
  }

  /**
   * Looks into the mailbox, unless somebody did so within a second, or does at present.
   *
   * @param mailbox the mailbox, with the newest token of its file system
   * @param user who looks; where the mailbox has a token of its file system, that is used
   * @param conf how the file system is reached
   * @return what was found last
   */
  public Reading look(Mailbox mailbox, UserGroupInformation user, Configuration conf) {
    CompletableFuture<Reading> flight;
    synchronized (this) {
      flight = underWay;
      if (flight != null && nanoTime.getAsLong() - began > LONGEST_WAIT.toNanos()) {
        return last;
      }
      if (flight == null) {
        if (last != Reading.NONE && nanoTime.getAsLong() - looked < PAUSE.toNanos()) {
          return last;
        }
        underWay = new CompletableFuture<>();
        began = nanoTime.getAsLong();
      }
    }
    return flight == null ? lookNow(mailbox, user, conf) : join(flight);
  }

  private Reading join(CompletableFuture<Reading> flight) {
    try {
      return flight.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      InterruptFlag.restore();
      return last();
    } catch (ExecutionException | TimeoutException e) {
      return last();
    }
  }

  private synchronized Reading last() {
    return last;
  }

  private Reading lookNow(Mailbox mailbox, UserGroupInformation user, Configuration conf) {
    Reading before = last();
    Reading now = before;
    try {
      now = read(mailbox, before, () -> source.read(mailbox, user, conf));
    } finally {
      CompletableFuture<Reading> flight;
      synchronized (this) {
        last = now;
        looked = nanoTime.getAsLong();
        flight = requireNonNull(underWay);
        underWay = null;
      }
      flight.complete(now);
    }
    String problem = now.problem;
    if (problem != null && !problem.equals(before.problem)) {
      LOG.warn(
          "{}: {}. The sessions that were read before serve until they end.", mailbox, problem);
    }
    return now;
  }

  /** Reads the bytes of a letter. */
  interface Bytes {
    byte[] read() throws IOException;
  }

  /** What is found, after what was found before. */
  static Reading read(Mailbox mailbox, Reading before, Bytes bytes) {
    long serial = before.serial + 1;
    Letter known = before.letter;
    try {
      byte[] found = bytes.read();
      if (found.length > Letter.MOST_BYTES) {
        throw new IOException("it is larger than " + Letter.MOST_BYTES + " bytes, as no letter is");
      }
      Letter letter = Letter.open(mailbox, found);
      if (known == null || letter.number() > known.number()) {
        return new Reading(serial, letter, null, false);
      }
      if (letter.number() < known.number()) {
        throw new IOException("it is " + letter + ", and " + known + " was there before");
      }
      return before.problem == null ? before : new Reading(serial, known, null, false);
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Reading(
          serial,
          known,
          "its letter cannot be read: " + reason(e),
          e instanceof Exception failure && FileFailure.isDenial(failure));
    }
  }

  private static String reason(Throwable e) {
    String text = e instanceof IOException failure ? FileFailure.reason(failure) : "" + e;
    return OneLine.of(text.lines().findFirst().orElse(text), LONGEST);
  }
}
