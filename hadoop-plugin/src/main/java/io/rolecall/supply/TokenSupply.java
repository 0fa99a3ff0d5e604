package io.rolecall.supply;

import io.rolecall.renewal.RenewalPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token file supplied, one round after the other. A round mints tokens with new sessions
 * and writes them; if it fails, those that are in the file serve until they end. Says what changes:
 * the sessions' end, the first failure of a series, and its end. Not thread-safe.
 */
final class TokenSupply {

  /** For tokens whose sessions never end. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** How often a wait that doubles does so at most. */
  private static final int MOST_DOUBLINGS = 20;

  private final Minting minting;
  private final TokenFileWriter file;
  private final RenewalPolicy policy;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final Says says;

  /** When the first session that was written ends; null if nothing was written yet. */
  private @Nullable Instant end;

  private int failures;
  private int incomplete;

  /**
   * A supply; nothing is minted yet.
   *
   * @param minting mints the tokens
   * @param file where they are written
   * @param policy when a round is due before sessions end, and after failures
   * @param clock this process's clock
   * @param chance between 0 and 1, at random
   * @param says who is told
   */
  TokenSupply(
      Minting minting,
      TokenFileWriter file,
      RenewalPolicy policy,
      Clock clock,
      DoubleSupplier chance,
      Says says) {
    this.minting = minting;
    this.file = file;
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

  /**
   * One round. Takes as long as STS does.
   *
   * @throws io.rolecall.config.ConfigException if the configuration cannot be used
   */
  Round round() {
    try {
      Minting.Minted minted = minting.mint();
      file.write(minted.credentials());
      return written(minted);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private Round written(Minting.Minted minted) {
    Instant now = clock.instant();
    if (failures > 0) {
      says.badly.accept(file + ": sessions can be had again after " + failures + " failures");
    }
    failures = 0;
    int tokens = minted.credentials().numberOfTokens();
    Optional<Instant> ends = minted.end();
    says.well.accept(
        file
            + ": "
            + tokens
            + (tokens == 1 ? " token" : " tokens")
            + ends.map(at -> ", whose first session ends at " + at).orElse(", without an end"));
    minted.refused().forEach(why -> says.badly.accept(file + ": without " + why));
    end = ends.orElse(Instant.MAX);
    Instant due =
        ends.map(at -> policy.renewAt(now, at, chance.getAsDouble())).orElse(now.plus(NEVER));
    incomplete = minted.refused().isEmpty() ? 0 : incomplete + 1;
    return new Round(incomplete == 0 ? due : sooner(due, now), null, true);
  }

  /** Roles that could not be had are tried again, ever less often: all are minted each time. */
  private Instant sooner(Instant due, Instant now) {
    long doublings = Math.min(incomplete - 1, MOST_DOUBLINGS);
    Instant again = now.plus(policy.longestBackoff().multipliedBy(1L << doublings));
    return again.isBefore(due) ? again : due;
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
              + ". Those in the file serve until "
              + until
              + "; further failures are not said");
    }
    return new Round(now.plus(policy.backoff(failures, chance.getAsDouble())), failure, live);
  }
}
