package io.rolecall.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs of single benchmarks, each in a JVM of its own.
 *
 * @param iterations how many are measured; as many warm up
 * @param iteration how long each is, in milliseconds
 * @param forks 1, or 0 to stay in this JVM, where figures mean nothing
 */
record JmhRuns(int iterations, long iteration, int forks) {

  /** What is measured. */
  static JmhRuns measured() {
    return new JmhRuns(5, 500, 1);
  }

  /**
   * One run.
   *
   * @param nanoseconds of a processor that one operation takes, in the best iteration: what
   *     disturbs a run adds time
   * @param bytes that one operation allocates
   */
  record Cost(double nanoseconds, double bytes) {}

  /**
   * Runs one benchmark.
   *
   * @param type its class
   * @param method its method
   * @param parameters the values of its parameters
   * @throws RunnerException if it fails
   */
  Cost run(Class<?> type, String method, Map<String, String> parameters) throws RunnerException {
    RunResult result = result(type, method, parameters, iterations);
    return new Cost(best(result), allocated(result));
  }

  /**
   * Runs a benchmark that does two things in turns, and counts the time of each.
   *
   * @param type its class
   * @param method its method
   * @param parameters the values of its parameters
   * @param one the counter of one
   * @param other the counter of the other
   * @return their ratio in each iteration, of which there are five times as many as in other runs
   * @throws RunnerException if it fails
   */
  double[] ratios(
      Class<?> type, String method, Map<String, String> parameters, String one, String other)
      throws RunnerException {
    return result(type, method, parameters, 5 * iterations).getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> counted(iteration, one) / counted(iteration, other))
        .toArray();
  }

  private static double counted(IterationResult iteration, String counter) {
    return Objects.requireNonNull(iteration.getSecondaryResults().get(counter), counter).getScore();
  }

  private RunResult result(
      Class<?> type, String method, Map<String, String> parameters, int measured)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + type.getName().replace(".", "\\.") + "\\." + method + "$")
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.milliseconds(iteration))
            .measurementIterations(measured)
            .measurementTime(TimeValue.milliseconds(iteration))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsAppend(jvmOptions());
    parameters.forEach(options::param);
    Collection<RunResult> results = new Runner(options.build()).run();
    return results.iterator().next();
  }

  /** Code is compiled after the same count of calls, also where other processes are busy. */
  private static String[] jvmOptions() {
    return Stream.concat(Stream.of("-Xbatch"), Arrays.stream(BenchWorld.jvmOptions()))
        .toArray(String[]::new);
  }

  private static double best(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getSecondaryResults().get(CpuTime.NAME))
        .mapToDouble(Result::getScore)
        .min()
        .orElseThrow();
  }

  private static double allocated(RunResult result) {
    Result<?> bytes =
        result.getSecondaryResults().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
            .findFirst()
            .orElseThrow()
            .getValue();
    return bytes.getScore();
  }

  /** The middle one; of an even number, the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
