package io.rolecall.bench;

import io.rolecall.bench.JmhRuns.Cost;
import io.rolecall.bench.SigningBenchmark.Request;
import io.rolecall.bench.SigningBenchmark.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What Rolecall adds to one signed request, in parts and as a whole, beside its peers. Peers are
 * measured in turns: signatures one by one, the rest round by round. The median of the ratios
 * counts.
 */
public final class SignerReport {

  private static final int ROUNDS = 3;
  private static final double SIGNATURE_TIME = 1.04;
  private static final double SIGNATURE_BYTES = 1024;
  private static final double SESSION_NANOS = 20;
  private static final double FIND_NANOS = 150;
  private static final double FIND_SPREAD = 2;

  /** Below this, allocations of the harness itself are all there is. */
  private static final double NOTHING = 0.5;

  private final JmhRuns jmh;
  private final int rounds;
  private final Table table = new Table();

  SignerReport(JmhRuns jmh, int rounds) {
    this.jmh = jmh;
    this.rounds = rounds;
  }

  /**
   * Prints the table; exits with 1 if a figure is over its limit. Run by {@link BesideServers}.
   *
   * @param args how many rounds; 3 unless given
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    Table table = new SignerReport(JmhRuns.measured(), rounds).run();
    table.print();
    System.exit(table.isOver() ? 1 : 0);
  }

  Table run() throws RunnerException {
    for (Request request : Request.values()) {
      for (Routes routes : Routes.values()) {
        signatures(request, routes);
      }
    }
    sessions();
    routes();
    return table;
  }

  private void signatures(Request request, Routes routes) throws RunnerException {
    Map<String, String> parameters = Map.of("request", request.name(), "routes", routes.name());
    double[] ratios = new double[0];
    for (int round = 0; round < rounds; round++) {
      ratios =
          DoubleStream.concat(
                  Arrays.stream(ratios),
                  Arrays.stream(
                      jmh.ratios(
                          SigningBenchmark.class,
                          "inTurns",
                          parameters,
                          "rolecallNanos",
                          "sdkNanos")))
              .toArray();
    }
    Cost rolecall = jmh.run(SigningBenchmark.class, "rolecall", parameters);
    Cost sdk = jmh.run(SigningBenchmark.class, "sdk", parameters);
    String what =
        "sign " + request + ", " + routes.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    double ratio = JmhRuns.median(ratios);
    table.add(
        what + ": time",
        nanos(rolecall.nanoseconds()),
        nanos(sdk.nanoseconds()),
        ratio(ratio),
        "at most " + ratio(SIGNATURE_TIME),
        ratio <= SIGNATURE_TIME);
    double added = rolecall.bytes() - sdk.bytes();
    table.add(
        what + ": heap",
        bytes(rolecall.bytes()),
        bytes(sdk.bytes()),
        String.format(Locale.ROOT, "%+,d B", Math.round(added)),
        "at most +" + bytes(SIGNATURE_BYTES),
        added <= SIGNATURE_BYTES);
  }

  private void sessions() throws RunnerException {
    List<Cost> live = new ArrayList<>();
    List<Cost> sdk = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      live.add(jmh.run(SessionBenchmark.class, "live", Map.of()));
      sdk.add(jmh.run(SessionBenchmark.class, "sdk", Map.of()));
    }
    double nanos = median(live, Cost::nanoseconds);
    table.add(
        "current session: time",
        nanos(nanos),
        nanos(median(sdk, Cost::nanoseconds)),
        ratio(medianRatio(live, sdk)),
        "at most " + nanos(SESSION_NANOS),
        nanos <= SESSION_NANOS);
    double bytes = median(live, Cost::bytes);
    table.add(
        "current session: heap",
        bytes(bytes),
        bytes(median(sdk, Cost::bytes)),
        "",
        bytes(0),
        bytes < NOTHING);
  }

  private void routes() throws RunnerException {
    List<Double> medians = new ArrayList<>();
    for (String routes : List.of("10", "1000", "100000")) {
      List<Cost> find = new ArrayList<>();
      List<Cost> scan = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        find.add(jmh.run(RouteBenchmark.class, "find", Map.of("routes", routes)));
        scan.add(jmh.run(RouteBenchmark.class, "linearScan", Map.of("routes", routes)));
      }
      double nanos = median(find, Cost::nanoseconds);
      medians.add(nanos);
      table.add(
          "route of " + routes + ": time",
          nanos(nanos),
          nanos(median(scan, Cost::nanoseconds)),
          ratio(medianRatio(find, scan)),
          "at most " + nanos(FIND_NANOS),
          nanos <= FIND_NANOS);
    }
    double slowest = medians.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double fastest = medians.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    table.add(
        "route: slowest to fastest table",
        nanos(slowest),
        nanos(fastest),
        ratio(slowest / fastest),
        "at most " + ratio(FIND_SPREAD),
        slowest / fastest <= FIND_SPREAD);
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> what) {
    return JmhRuns.median(costs.stream().mapToDouble(what).toArray());
  }

  private static double medianRatio(List<Cost> rolecall, List<Cost> peer) {
    double[] ratios = new double[rolecall.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = rolecall.get(i).nanoseconds() / peer.get(i).nanoseconds();
    }
    return JmhRuns.median(ratios);
  }

  private static String nanos(double nanos) {
    return String.format(Locale.ROOT, "%,.1f ns", nanos);
  }

  private static String bytes(double bytes) {
    return String.format(Locale.ROOT, "%,d B", Math.round(bytes));
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.01 ? "%.4f" : "%.3f", ratio);
  }
}
