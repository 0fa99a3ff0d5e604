package io.rolecall.supply.tokens;

import io.rolecall.config.ConfigException;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.supply.tokens.Minting.Minted;
import io.rolecall.supply.tokens.Minting.Term;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens supplied where somebody reads them, in a file or a mailbox or both, one round after
 * the other. A round mints tokens and delivers them; if nothing new can be had, or a place cannot
 * be written, what lies there serves until it ends. Each place is for itself: one that is full or
 * away keeps nothing from the other. What was minted and could not be delivered is not minted again
 * while it is new. Not thread-safe.
 */
public final class TokenSupply {

  /** For tokens whose sessions never end. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** How often it is looked whether a wait is over, and whether the clock has jumped. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How often a wait that doubles does so at most. */
  private static final int MOST_DOUBLINGS = 20;

  private final Minting minting;
  private final Deliveries deliveries;
  private final RenewalPolicy policy;
  private final Clock clock;
  private final DoubleSupplier chance;

  /** What was minted and not yet delivered everywhere, and until when it is new. */
  private @Nullable Undelivered undelivered;

  private boolean begun;
  private int failures;
  private int incomplete;

  /**
   * A supply; nothing is minted yet.
   *
   * @param minting mints the tokens
   * @param deliveries where they go, and who is told
   * @param policy when a round is due before sessions end, and after failures
   * @param clock this process's clock
   * @param chance between 0 and 1, at random
   */
  TokenSupply(
      Minting minting,
      Deliveries deliveries,
      RenewalPolicy policy,
      Clock clock,
      DoubleSupplier chance) {
    this.minting = minting;
    this.deliveries = deliveries;
    this.policy = policy;
    this.clock = clock;
    this.chance = chance;
  }

  /**
   * A supply whose chance is the JVM's; nothing is minted yet.
   *
   * @param minting mints the tokens
   * @param deliveries where they go, and who is told
   * @param policy when a round is due before sessions end, and after failures
   * @param clock this process's clock
   * @return the supply
   */
  public static TokenSupply of(
      Minting minting, Deliveries deliveries, RenewalPolicy policy, Clock clock) {
    return new TokenSupply(
        minting, deliveries, policy, clock, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * How a round ended.
   *
   * @param next when the next one is due
   * @param failure why it failed; null if it did not
   * @param live whether somebody who reads has sessions that have not ended
   */
  public record Round(Instant next, @Nullable IOException failure, boolean live) {}

  private record Undelivered(Minted minted, Instant due) {}

  /** Lets time pass. */
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /**
   * One round. The first takes as long as STS does. Whatever goes wrong after the first one is a
   * failure like any other, and may pass: a file of routes that is being edited, a jar that is
   * replaced.
   *
   * @throws ConfigException if the configuration cannot be used from the start
   */
  public Round round() {
    boolean first = !begun;
    begun = true;
    Undelivered present = undelivered;
    try {
      if (present == null || !clock.instant().isBefore(present.due) || minting.isNewer()) {
        present = mint();
      }
    } catch (IOException e) {
      return failed(e);
    } catch (RuntimeException | LinkageError e) {
      if (first) {
        throw e;
      }
      return failed(new IOException(e instanceof ConfigException ? e.getMessage() : "" + e, e));
    }
    return deliver(present);
  }

  private Undelivered mint() throws IOException {
    Minted minted = minting.mint();
    checkEnd(minted);
    Undelivered fresh = new Undelivered(minted, due(minted));
    undelivered = fresh;
    deliveries.minted(minted, failures);
    failures = 0;
    incomplete = minted.isIncomplete() ? incomplete + 1 : 0;
    return fresh;
  }

  /** When the first session is to be renewed, or that of a late role ends, which is to be told. */
  private Instant due(Minted minted) {
    return Stream.concat(
            minted.terms().stream()
                .map(term -> policy.renewAt(term.obtained(), term.end(), chance.getAsDouble())),
            minted.late().stream().flatMap(role -> role.until().stream()))
        .min(Comparator.naturalOrder())
        .orElseGet(() -> clock.instant().plus(NEVER));
  }

  /** Whoever reads such tokens would have nothing, and there would be another round at once. */
  private void checkEnd(Minted minted) throws IOException {
    Instant now = clock.instant();
    Instant ends = minted.terms().stream().map(Term::end).min(Instant::compareTo).orElse(now);
    if (!minted.terms().isEmpty() && !ends.isAfter(now)) {
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
   * ended, if the clock is set back meanwhile; or until a role that was late has been renewed.
   *
   * @param over whether the wait is to end before
   */
  public void await(Round round, Pause pause, BooleanSupplier over) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), round.next());
    while (left.compareTo(Duration.ZERO) > 0
        && clock.instant().isBefore(round.next())
        && !over.getAsBoolean()
        && !minting.isNewer()) {
      pause.of(LOOK);
      left = left.minus(LOOK);
    }
  }

  private Round deliver(Undelivered present) {
    Optional<IOException> failure = deliveries.deliver(present.minted);
    Instant now = clock.instant();
    if (failure.isPresent()) {
      Duration backoff = policy.backoff(deliveries.failures(), chance.getAsDouble());
      return new Round(now.plus(backoff), failure.get(), deliveries.areLive(now));
    }
    undelivered = null;
    Instant due = present.due;
    return new Round(incomplete == 0 ? due : sooner(due, now), null, true);
  }

  /** Roles that could not be had are asked for again, ever less often. */
  private Instant sooner(Instant due, Instant now) {
    long doublings = Math.min(incomplete - 1, MOST_DOUBLINGS);
    Instant again = now.plus(policy.longestBackoff().multipliedBy(1L << doublings));
    return again.isBefore(due) ? again : due;
  }

  private Round failed(IOException failure) {
    failures++;
    Undelivered old = undelivered;
    if (old != null && deliveries.deliver(old.minted).isEmpty()) {
      undelivered = null; // There is nothing newer for those who have not even that.
    }
    Instant now = clock.instant();
    if (failures == 1) {
      deliveries.notMinted(failure, now);
    }
    return new Round(
        now.plus(policy.backoff(failures, chance.getAsDouble())), failure, deliveries.areLive(now));
  }
}
