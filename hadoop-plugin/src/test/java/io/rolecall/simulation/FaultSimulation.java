package io.rolecall.simulation;

import static io.rolecall.simulation.SimulatedSts.SECOND;

import io.rolecall.simulation.SimulatedJob.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One job of a seed: episodes of faults, and calm between them. The same seed gives the same job,
 * step by step.
 */
final class FaultSimulation {

  private static final long MINUTE = 60 * SECOND;

  private final long seed;
  private final SplittableRandom random;
  private final VirtualTime time;
  private final SimulatedJob job;
  private final Layout layout;
  private final long end;
  private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
  private final int most;
  private final Map<Integer, Deque<Long>> revocations = new HashMap<>();

  /** The last faults, for whoever looks into a violation. */
  private final Deque<String> history = new ArrayDeque<>();

  /**
   * How it went.
   *
   * @param seed the seed
   * @param hours how many hours the job ran
   * @param trace everything that happened, in a number
   * @param counts requests and messages
   * @param stsCalls calls of STS
   * @param faults how many faults of each kind there were
   * @param seconds when it ended, in virtual seconds: at its end, or with a violation
   * @param history the last faults
   * @param violation what did not hold; null if all did
   */
  record Outcome(
      long seed,
      int hours,
      long trace,
      SimulatedJob.Counts counts,
      long stsCalls,
      Map<FaultKind, Integer> faults,
      long seconds,
      List<String> history,
      @Nullable Throwable violation) {

    /** A line that a replay repeats. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "seed %d, %d h: trace %016x, %,d requests (%,d repeated, %,d waited, %,d failed), %,d messages,"
              + " %,d STS calls, %d faults%s",
          seed,
          hours,
          trace,
          counts.requests,
          counts.repeats,
          counts.waits,
          counts.failures,
          counts.messages,
          stsCalls,
          faults.values().stream().mapToInt(Integer::intValue).sum(),
          violation == null ? "" : ": VIOLATION " + violation.getMessage());
    }
  }

  private FaultSimulation(long seed, int hours, int most) {
    this.seed = seed;
    this.most = most;
    this.random = new SplittableRandom(seed);
    this.time = new VirtualTime(random.split());
    int roles = 1 + random.nextInt(4);
    int[] seconds = {900, 900, 1800, 3600};
    this.layout =
        new Layout(roles, roles > 1 && random.nextInt(3) == 0, seconds[random.nextInt(4)]);
    this.job = new SimulatedJob(layout, time, random.split());
    this.end = hours * 60 * MINUTE;
  }

  /**
   * Runs a job.
   *
   * @param seed what is drawn from
   * @param hours how long it runs, in virtual hours
   * @param executors how many executors it has at most
   */
  static Outcome run(long seed, int hours, int executors) {
    FaultSimulation simulation = new FaultSimulation(seed, hours, executors);
    return simulation.run(hours);
  }

  private Outcome run(int hours) {
    // Small jobs meet as many faults as large ones.
    int executors = 1 + (int) (most * random.nextDouble() * random.nextDouble());
    for (int i = 0; i < executors; i++) {
      later(random.nextLong(MINUTE), job::addExecutor);
    }
    later(random.nextLong(10 * MINUTE), this::episode);
    hourly();
    time.runUntil(end);
    Throwable violation = time.failure();
    Outcome outcome =
        new Outcome(
            seed,
            hours,
            time.trace(),
            job.counts(),
            job.sts().calls(),
            faults,
            time.now() / SECOND,
            List.copyOf(history),
            violation);
    job.end();
    time.close();
    return outcome;
  }

  private void later(long after, Runnable task) {
    var unused = time.at(time.now() + after, null, task);
  }

  private void hourly() {
    job.sts().forget();
    later(60 * MINUTE, this::hourly);
  }

  /** A few faults within some minutes, and calm afterwards. */
  private void episode() {
    int number = 1 + random.nextInt(6);
    long spread = random.nextLong(15 * MINUTE) + 1;
    long last = 0;
    for (int i = 0; i < number; i++) {
      long after = random.nextLong(spread);
      long length = length();
      last = Math.max(last, after + length);
      FaultKind kind = FaultKind.values()[random.nextInt(FaultKind.values().length)];
      later(after, () -> begin(kind, length));
    }
    long session = layout.seconds() * SECOND;
    long calm =
        random.nextInt(3) == 0
            ? SimulatedJob.BOUND + session * 3
            : SimulatedJob.BOUND + (long) (session * random.nextDouble());
    later(last + calm, this::episode);
  }

  /** Seconds, minutes, or longer than a session. */
  private long length() {
    return switch (random.nextInt(4)) {
      case 0 -> SECOND + random.nextLong(20 * SECOND);
      case 1, 2 -> SECOND + random.nextLong(8 * MINUTE);
      default -> SECOND + random.nextLong(layout.seconds() * SECOND * 3 / 2);
    };
  }

  private void begin(FaultKind kind, long length) {
    if (time.now() + length > end) {
      return;
    }
    faults.merge(kind, 1, Integer::sum);
    time.note(kind.ordinal());
    long until = time.now() + length;
    tell(kind + " for " + Duration.ofNanos(length));
    if (kind.isOfSts()) {
      boolean all = random.nextInt(3) == 0;
      int one = random.nextInt(layout.roles());
      for (int role = 0; role < layout.roles(); role++) {
        if (all || role == one) {
          tell("role " + role);
          job.sts().fault(role, kind, until);
        }
      }
      return;
    }
    switch (kind) {
      case SESSIONS_REVOKED -> {
        int role = random.nextInt(layout.roles());
        if (isBelieved(role)) {
          tell("of role " + role);
          job.sts().revoke(role);
        }
      }
      case DRIVER_CLOCK_JUMPS -> {
        jump(job.driver());
        job.sts().driverJumped();
      }
      case EXECUTOR_CLOCK_JUMPS -> someExecutors().forEach(this::jump);
      case CLOCKS_DRIFT -> {
        someExecutors().forEach(this::drift);
        drift(job.driver());
      }
      case LINK_CUT, LINK_SILENT, MESSAGES_LOST, MESSAGES_LATE ->
          someExecutors()
              .forEach(
                  executor -> {
                    tell(executor.toString());
                    executor.link().set(kind, until);
                    executor.trouble(until);
                  });
      case DRIVER_PAUSES -> pause(job.driver(), Math.min(length, 3 * MINUTE));
      case EXECUTOR_PAUSES ->
          someExecutors().forEach(executor -> pause(executor, Math.min(length, 3 * MINUTE)));
      case EXECUTOR_KILLED ->
          someExecutors()
              .forEach(
                  executor -> {
                    job.kill(executor);
                    later(random.nextLong(MINUTE), job::addExecutor);
                  });
      default -> addExecutors();
    }
  }

  /**
   * Whether what a store says of a session is still believed: of one that is not clear, twice in
   * half of a session's lifetime, and a revocation may take both; an executor is believed twice by
   * its driver.
   */
  private boolean isBelieved(int role) {
    Deque<Long> last = revocations.computeIfAbsent(role, first -> new ArrayDeque<>());
    long half = layout.seconds() * SECOND / 2;
    while (!last.isEmpty() && last.element() < time.now() - half - SimulatedJob.BOUND) {
      last.remove();
    }
    if (last.size() >= (job.isClearStore() ? 2 : 1)) {
      return false;
    }
    last.add(time.now());
    return true;
  }

  private void addExecutors() {
    int more = 1 + random.nextInt(1 + most / 10);
    for (int i = 0; i < more && job.executors().size() < 2 * most; i++) {
      job.addExecutor();
    }
  }

  /**
   * By seconds, minutes or hours. By hours not where the store is not clear: it is believed twice
   * in half of a session's time, which such a clock makes hours.
   */
  private void jump(Member member) {
    long[] lengths = {10 * SECOND, 5 * MINUTE, 3 * 60 * MINUTE};
    long length = random.nextLong(lengths[random.nextInt(job.isClearStore() ? 3 : 2)]) + 1;
    long jump = random.nextBoolean() ? length : -length;
    tell(member + " by " + Duration.ofNanos(jump));
    member.process().jump(jump);
    member.troubleClock();
  }

  private void drift(Member member) {
    member.process().drift((random.nextDouble() - 0.5) / 50);
    member.troubleClock();
  }

  private void pause(Member member, long length) {
    tell(member + " for " + Duration.ofNanos(length));
    member.process().pause(length);
    member.trouble(time.now() + length);
  }

  /** One, or about a third, or all. */
  private List<Member> someExecutors() {
    List<Member> all = job.executors();
    if (all.isEmpty()) {
      return List.of();
    }
    return switch (random.nextInt(3)) {
      case 0 -> List.of(all.get(random.nextInt(all.size())));
      case 1 -> all.stream().filter(any -> random.nextInt(3) == 0).toList();
      default -> List.copyOf(all);
    };
  }

  private void tell(String happening) {
    history.add(Duration.ofNanos(time.now()) + " " + happening);
    if (history.size() > 40) {
      history.remove();
    }
  }
}
