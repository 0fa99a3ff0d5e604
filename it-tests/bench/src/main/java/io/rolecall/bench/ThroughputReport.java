package io.rolecall.bench;

import io.rolecall.localaws.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a file system does in a second: Rolecall beside plain S3A, with a session of the same role,
 * on the same LocalAws. They take turns, each as often the first; the ratio is taken turn by turn,
 * and the median of the ratios counts. LocalAws is on the same machine and slower than either: what
 * Rolecall adds to a request is what {@link SignerReport} shows.
 */
public final class ThroughputReport {

  private static final double RATIO = 0.98;

  /** One turn to warm up for so many that count. */
  private static final int PER_WARM_UP = 5;

  private final LocalAws aws;
  private final List<Workload> workloads;
  private final ToIntFunction<Workload> turns;
  private final Table table = new Table();

  ThroughputReport(LocalAws aws, List<Workload> workloads, ToIntFunction<Workload> turns) {
    this.aws = aws;
    this.workloads = List.copyOf(workloads);
    this.turns = turns;
  }

  /**
   * Prints the table; exits with 1 if a ratio is below its limit.
   *
   * @param args how many turns each workload has (its own number unless given), and the names of
   *     those to run (all unless given)
   * @throws IOException if something fails
   */
  public static void main(String[] args) throws IOException {
    ToIntFunction<Workload> turns =
        args.length > 0 ? workload -> Integer.parseInt(args[0]) : Workload::turns;
    List<Workload> workloads =
        args.length > 1
            ? Arrays.stream(args).skip(1).map(Workload::valueOf).toList()
            : List.of(Workload.values());
    Table table;
    try (LocalAws aws = BenchWorld.start()) {
      table = new ThroughputReport(aws, workloads, turns).run(Workload::amount);
    }
    table.print();
    System.exit(table.isOver() ? 1 : 0);
  }

  /**
   * Runs all.
   *
   * @param amounts how much each workload does
   */
  Table run(ToIntFunction<Workload> amounts) throws IOException {
    for (Workload workload : workloads) {
      int amount = amounts.applyAsInt(workload);
      if (workload == Workload.LIST) {
        try (ListedKeys keys = ListedKeys.start(amount);
            LocalAws listing = BenchWorld.start(keys.uri())) {
          compare(workload, amount, listing);
        }
      } else {
        compare(workload, amount, aws);
      }
    }
    return table;
  }

  private void compare(Workload workload, int amount, LocalAws store) throws IOException {
    BenchWorld.publish(store);
    URI bucket = URI.create("s3a://" + BenchWorld.BUCKET);
    try (FileSystem rolecall = FileSystem.newInstance(bucket, BenchWorld.rolecallWithRoute());
        FileSystem s3a = FileSystem.newInstance(bucket, BenchWorld.s3a())) {
      compare(workload, amount, rolecall, s3a);
    }
  }

  private void compare(Workload workload, int amount, FileSystem rolecall, FileSystem s3a)
      throws IOException {
    Path one = new Path("/rolecall/" + workload);
    Path other = new Path("/s3a/" + workload);
    workload.prepare(rolecall, one, amount);
    workload.prepare(s3a, other, amount);
    int count = turns.applyAsInt(workload);
    double[] seconds = new double[count];
    double[] peerSeconds = new double[count];
    double[] ratios = new double[count];
    for (int turn = -Math.max(1, count / PER_WARM_UP); turn < count; turn++) {
      double mine;
      double peers;
      if (turn % 2 == 0) {
        mine = time(workload, amount, rolecall, one);
        peers = time(workload, amount, s3a, other);
      } else {
        peers = time(workload, amount, s3a, other);
        mine = time(workload, amount, rolecall, one);
      }
      if (turn >= 0) {
        seconds[turn] = mine;
        peerSeconds[turn] = peers;
        ratios[turn] = peers / mine;
      }
    }
    double ratio = JmhRuns.median(ratios);
    table.add(
        workload.title(),
        speed(amount, workload, JmhRuns.median(seconds)),
        speed(amount, workload, JmhRuns.median(peerSeconds)),
        String.format(Locale.ROOT, "%.3f", ratio),
        String.format(Locale.ROOT, "at least %.2f", RATIO),
        ratio >= RATIO);
  }

  private double time(Workload workload, int amount, FileSystem fs, Path folder)
      throws IOException {
    aws.log().clear();
    long start = System.nanoTime();
    workload.run(fs, folder, amount);
    return (System.nanoTime() - start) / 1e9;
  }

  private static String speed(int amount, Workload workload, double seconds) {
    return String.format(Locale.ROOT, "%,.1f %s", amount / seconds, workload.unit());
  }
}
