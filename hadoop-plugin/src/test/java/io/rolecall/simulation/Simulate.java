package io.rolecall.simulation;

import io.rolecall.simulation.FaultSimulation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code it-tests/run simulate --seed N --hours H} and {@code --job-hours N}. */
public final class Simulate {

  private static final int HOURS = 8;
  private static final int EXECUTORS = 24;

  /** The seeds of {@code mvn verify}, whose jobs are all small. */
  private static final long SMALL_SEEDS = 1000;

  /** One job in as many is a large one. */
  private static final int LARGE_EVERY = 50;

  private static final int LARGE = 300;

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Simulate() {}

  /** Runs what the arguments say. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws Exception {
    if (arguments.size() == 4
        && arguments.get(0).equals("--seed")
        && arguments.get(2).equals("--hours")) {
      return replay(Long.parseLong(arguments.get(1)), Integer.parseInt(arguments.get(3)));
    }
    if (arguments.size() >= 2 && arguments.get(0).equals("--job-hours")) {
      long from =
          arguments.size() == 4 && arguments.get(2).equals("--from")
              ? Long.parseLong(arguments.get(3))
              : SMALL_SEEDS + 1;
      return many(from, Long.parseLong(arguments.get(1)));
    }
    System.err.println(
        "usage: --seed SEED --hours HOURS, or --job-hours HOURS [--from SEED]; got " + arguments);
    return USAGE;
  }

  /** How many executors the job of a seed has at most. */
  private static int executors(long seed) {
    return seed > SMALL_SEEDS && seed % LARGE_EVERY == 0 ? LARGE : EXECUTORS;
  }

  private static int replay(long seed, int hours) {
    Outcome outcome = FaultSimulation.run(seed, hours, executors(seed));
    Throwable violation = outcome.violation();
    if (violation != null) {
      outcome.history().forEach(System.out::println);
      violation.printStackTrace(System.out);
    }
    System.out.println(outcome);
    return violation == null ? 0 : FAILED;
  }

  private static int many(long from, long jobHours) throws Exception {
    long start = System.nanoTime();
    SeededJobs all = new SeededJobs();
    int failed = 0;
    long seeds = (jobHours + HOURS - 1) / HOURS;
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Outcome>> running = new ArrayList<>();
    try {
      for (long seed = from; seed < from + seeds || !running.isEmpty(); seed++) {
        if (seed < from + seeds) {
          long next = seed;
          running.add(pool.submit(() -> FaultSimulation.run(next, HOURS, executors(next))));
          if (running.size() < 4 * threads) {
            continue;
          }
        }
        Outcome outcome = running.remove(0).get();
        all.add(outcome);
        if (outcome.violation() != null) {
          failed++;
          System.out.println("FAILED  " + outcome);
          System.out.println(
              "        replay: it-tests/run simulate --seed "
                  + outcome.seed()
                  + " --hours "
                  + HOURS);
        }
        if (all.hours() % 20_000 < HOURS) {
          System.err.printf(Locale.ROOT, "%,d job-hours, %d failed%n", all.hours(), failed);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    System.out.print(all.table(Duration.ofNanos(System.nanoTime() - start)));
    System.out.printf("%d passed, %d failed, 0 skipped%n", seeds - failed, failed);
    return failed == 0 ? 0 : FAILED;
  }
}
