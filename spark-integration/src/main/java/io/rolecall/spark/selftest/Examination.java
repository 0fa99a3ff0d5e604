package io.rolecall.spark.selftest;

import io.rolecall.doctor.Doctor;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckReport;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.probe.LocationProbe;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.Tuple2;

/** Runs the checks of {@code rolecall check} in this driver, and then those that need executors. */
public final class Examination {

  private Examination() {}

  /**
   * Runs them, and prints what they find.
   *
   * @param options the command line
   * @param out gets the steps
   * @param err gets messages about what the self-test is waiting for
   * @return whether no step has failed
   * @throws NoClassDefFoundError if Rolecall's Hadoop jar is missing
   */
  public static boolean run(SelfTestOptions options, PrintStream out, PrintStream err) {
    SparkConf sparkConf = new SparkConf();
    sparkConf.setIfMissing("spark.app.name", "Rolecall's self-test");
    Configuration conf = SparkHadoopUtil.get().newConfiguration(sparkConf);
    Map<String, String> launched = new TreeMap<>();
    for (Tuple2<String, String> entry : sparkConf.getAll()) {
      launched.put(entry._1(), entry._2());
    }
    CheckContext context =
        CheckContext.of(
            conf,
            launched,
            HadoopUser.current(),
            options.locations().stream().map(S3Location::parse).toList(),
            List.of(),
            Clock.systemUTC());
    List<String> written =
        options.written().stream().map(S3Location::parse).map(S3Location::toString).toList();
    try (Cluster cluster = new Cluster(sparkConf, new Progress(err))) {
      List<Check> more =
          List.of(
              new ChannelCheck(sparkConf),
              new ApplicationCheck(cluster, options.patience()),
              new StrangerCheck(cluster),
              new OnExecutors(JarsCheck.STEP, new JarsCheck(cluster)),
              new OnExecutors(
                  IdentityCheck.STEP, new IdentityCheck(cluster, options.allowIdentity())),
              new OnExecutors(ClockCheck.STEP, new ClockCheck(cluster)),
              new OnExecutors(LocationProbe.STEP, new LocationCheck(cluster, written)),
              new OnExecutors(CallerCheck.STEP, new CallerCheck(cluster)),
              new OnExecutors(
                  RenewalCheck.STEP, new RenewalCheck(cluster, options.hold(), written)));
      List<CheckStep> steps =
          Doctor.examine(
              context,
              more,
              step -> {
                if (!options.json()) {
                  out.print(CheckReport.line(step));
                  out.flush();
                }
              });
      CheckReport report = CheckReport.of(steps);
      out.print(options.json() ? report.toJson() + "\n" : report.summary());
      out.flush();
      return !report.isFailed();
    }
  }
}
