package io.rolecall.supply;

import io.rolecall.config.ConfigException;
import io.rolecall.session.RenewalPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apache.hadoop.security.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token file supplied, and perhaps a mailbox, one round after the other. A round mints
 * tokens with new sessions and writes them; if it fails, those that are in the file serve until
 * they end. What was minted and could not be written is not minted again while it is new. Says what
 * changes: the sessions' end, the first failure of a series, and its end. Not thread-safe.
 */
final class TokenSupply {

  /** For tokens whose sessions never end. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** How often it is looked whether a wait is over, and whether the clock has jumped. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How often a wait that doubles does so at most. */
  private static final int MOST_DOUBLINGS = 20;

  private final Minting minting;
  private final TokenFileWriter file;
  private final Posting posting;
  private final RenewalPolicy policy;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final Says says;

  /** When the first session that was written ends; null if nothing was written yet. */
  private @Nullable Instant end;

  /** When the first session that was posted ends; null if nothing was posted yet. */
  private @Nullable Instant posted;

  /** What was minted and not yet written everywhere, and until when it is new. */
  private @Nullable Undelivered undelivered;

  private boolean begun;
  private int failures;
  private int unposted;
  private int incomplete;

  /**
   * A supply; nothing is minted yet.
   *
   * @param minting mints the tokens
   * @param file where they are written
   * @param posting where they go besides
   * @param policy when a round is due before sessions end, and after failures
   * @param clock this process's clock
   * @param chance between 0 and 1, at random
   * @param says who is told
   */
  TokenSupply(
      Minting minting,
      TokenFileWriter file,
      Posting posting,
      RenewalPolicy policy,
      Clock clock,
      DoubleSupplier chance,
      Says says) {
    this.minting = minting;
    this.file = file;
    this.posting = posting;
    this.policy = policy;
    this.clock = clock;
    this.chance = chance;
    this.says = says;
  }

  /**
   * Who is told what happens, a line at a time; no secrets.
   *
   * @param well what went well
   * @param badly what a person should know
   */
  record Says(Consumer<String> well, Consumer<String> badly) {}

  /**
   * How a round ended.
   *
   * @param next when the next one is due
   * @param failure why it failed; null if it did not
   * @param live whether the file has sessions that have not ended
   */
  record Round(Instant next, @Nullable IOException failure, boolean live) {}

  private record Undelivered(Minting.Minted minted, Instant due) {}

  /** Lets time pass. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /**
   * One round. Takes as long as STS does. Whatever goes wrong after the first one is a failure like
   * any other, and may pass: a file of routes that is being edited, a jar that is replaced.
   *
   * @throws ConfigException if the configuration cannot be used from the start
   */
  Round round() {
    boolean first = !begun;
    begun = true;
    try {
      Undelivered present = undelivered;
      if (present == null || !clock.instant().isBefore(present.due)) {
        present = mint();
      }
      // Before the mailbox: its file system may take long.
      file.write(present.minted.credentials());
      end = present.minted.end().orElse(Instant.MAX);
      recovered();
      @Nullable IOException failure = post(present.minted.credentials());
      if (failure != null) {
        return notPosted(failure);
      }
      posted = end;
      undelivered = null;
      return written(present);
    } catch (IOException e) {
      return failed(e);
    } catch (RuntimeException | LinkageError e) {
      if (first) {
        throw e;
      }
      return failed(new IOException(e instanceof ConfigException ? e.getMessage() : "" + e, e));
    }
  }

  /** Why the tokens cannot be posted; null if they are. */
  private @Nullable IOException post(Credentials tokens) {
    try {
      posting.post(tokens);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private Undelivered mint() throws IOException {
    undelivered = null;
    Minting.Minted minted = minting.mint();
    checkEnd(minted);
    Instant now = clock.instant();
    Instant due =
        minted
            .end()
            .map(at -> policy.renewAt(now, at, chance.getAsDouble()))
            .orElse(now.plus(NEVER));
    Undelivered fresh = new Undelivered(minted, due);
    undelivered = fresh;
    return fresh;
  }

  /** Whoever reads such tokens would have nothing, and there would be another round at once. */
  private void checkEnd(Minting.Minted minted) throws IOException {
    Instant now = clock.instant();
    Instant ends = minted.end().orElse(Instant.MAX);
    if (!ends.isAfter(now)) {
      throw new IOException(
          "sessions were got that ended at "
              + ends
              + " by this machine's clock, which shows "
              + now
              + ": set the clock of this machine, or of STS, right");
    }
  }

  /**
   * Waits until a round's successor is due: by the clock, or as long as it was to be when the round
   * ended, if the clock is set back meanwhile.
   *
   * @param over whether the wait is to end before
   */
  void await(Round round, Pause pause, BooleanSupplier over) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), round.next());
    while (left.compareTo(Duration.ZERO) > 0
        && clock.instant().isBefore(round.next())
        && !over.getAsBoolean()) {
      pause.of(LOOK);
      left = left.minus(LOOK);
    }
  }

  private Round written(Undelivered delivered) {
    Minting.Minted minted = delivered.minted;
    Instant now = clock.instant();
    if (unposted > 0) {
      says.badly.accept(file + ": letters can be left again after " + unposted + " failures");
    }
    unposted = 0;
    int tokens = minted.credentials().numberOfTokens();
    Optional<Instant> ends = minted.end();
    says.well.accept(
        file
            + ": "
            + tokens
            + (tokens == 1 ? " token" : " tokens")
            + ends.map(at -> ", whose first session ends at " + at).orElse(", without an end"));
    minted.refused().forEach(why -> says.badly.accept(file + ": without " + why));
    incomplete = minted.refused().isEmpty() ? 0 : incomplete + 1;
    Instant due = delivered.due;
    return new Round(incomplete == 0 ? due : sooner(due, now), null, true);
  }

  /** Roles that could not be had are tried again, ever less often: all are minted each time. */
  private Instant sooner(Instant due, Instant now) {
    long doublings = Math.min(incomplete - 1, MOST_DOUBLINGS);
    Instant again = now.plus(policy.longestBackoff().multipliedBy(1L << doublings));
    return again.isBefore(due) ? again : due;
  }

  private void recovered() {
    if (failures > 0) {
      says.badly.accept(file + ": sessions can be had again after " + failures + " failures");
    }
    failures = 0;
  }

  /** The file has them: only who reads elsewhere goes without. */
  private Round notPosted(IOException failure) {
    unposted++;
    Instant now = clock.instant();
    if (unposted == 1) {
      says.badly.accept(
          failure.getMessage()
              + before(now)
              + file
              + " has newer tokens; further failures are not said");
    }
    return new Round(now.plus(policy.backoff(unposted, chance.getAsDouble())), failure, true);
  }

  /** What readers have meanwhile. */
  private String before(Instant now) {
    Instant until = posted;
    if (until == null) {
      return ". None lies there yet. ";
    }
    return until.isAfter(now)
        ? ". The one before " + (isEndless(until) ? "serves on" : "serves until " + until) + ". "
        : ". The sessions of the one before have ended at " + until + ". ";
  }

  private static boolean isEndless(@Nullable Instant end) {
    return Instant.MAX.equals(end);
  }

  private Round failed(IOException failure) {
    failures++;
    Instant now = clock.instant();
    Instant until = end == null ? file.end().orElse(null) : end;
    boolean live = until != null && until.isAfter(now);
    if (live && failures == 1) {
      says.badly.accept(
          file
              + ": no new tokens: "
              + failure.getMessage()
              + ". Those in the file "
              + (isEndless(until) ? "serve on" : "serve until " + until)
              + "; further failures are not said");
    }
    return new Round(now.plus(policy.backoff(failures, chance.getAsDouble())), failure, live);
  }
}
