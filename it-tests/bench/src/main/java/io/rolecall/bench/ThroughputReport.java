package io.rolecall.bench;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the work of a file system takes of its JVM: Rolecall beside plain S3A with a session of the
 * same role, and plain S3A beside itself, which shows what the instrument can tell apart.
 */
public final class ThroughputReport {

  private final List<Workload> workloads;
  private final ToIntFunction<Workload> turns;
  private final SplittableRandom chance = new SplittableRandom();
  private final Table table = new Table();

  ThroughputReport(List<Workload> workloads, ToIntFunction<Workload> turns) {
    this.workloads = List.copyOf(workloads);
    this.turns = turns;
  }

  /**
   * Prints the table; exits with 1 if a whole interval is below its limit, or that of a control
   * misses 1. Run by {@link BesideServers}.
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
    Table table = new ThroughputReport(workloads, turns).run(Workload::amount);
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
      Turns.run(
              workload.title(),
              amount,
              workload.unit(),
              turns.applyAsInt(workload),
              chance,
              contestant(workload, amount, BenchWorld.rolecallWithRoute(), "r"),
              contestant(workload, amount, BenchWorld.s3a(), "s"),
              contestant(workload, amount, BenchWorld.s3a(), "c"))
          .addTo(table, chance);
    }
    return table;
  }

  /** Names are as long as each other: a longer one takes more heap. */
  private static Turns.Contestant contestant(
      Workload workload, int amount, Configuration conf, String name) throws IOException {
    Path folder = new Path("/" + name + "/" + workload);
    try (FileSystem fs = open(conf)) {
      workload.prepare(fs, folder, amount);
    }
    return () -> {
      FileSystem fs = open(conf);
      return new Turns.Instance(() -> workload.run(fs, folder, amount), fs);
    };
  }

  private static FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + BenchWorld.BUCKET), conf);
  }
}
