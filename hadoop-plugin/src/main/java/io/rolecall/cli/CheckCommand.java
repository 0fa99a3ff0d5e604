package io.rolecall.cli;

import io.rolecall.cli.CheckStep.Outcome;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolecall check}. */
@Command(
    name = "check",
    description = {
      "Looks for what would make a job fail, and says what to do.",
      "Checks configuration, class path, clock, base identity, each role,",
      "and, with --probe, the data itself. Calls STS."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private UserOptions user;
  @Mixin private OutputOptions output;

  @Option(
      names = "--probe",
      paramLabel = "WHAT",
      split = ",",
      converter = Probe.Converter.class,
      description = {
        "Try the location, or each route: list, read (one object),",
        "write (a small object, which is deleted again)."
      })
  private List<Probe> probes = new ArrayList<>();

  @Parameters(
      paramLabel = "LOCATION",
      arity = "0..1",
      converter = LocationConverter.class,
      description = "s3a://bucket or s3a://bucket/key. Default: all routes.")
  private @Nullable S3Location location;

  CheckCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * The answer.
   *
   * @param steps the steps
   * @param counts how many of them ended how
   */
  record Report(List<CheckStep> steps, Map<String, Long> counts) {

    static Report of(List<CheckStep> steps) {
      Map<String, Long> counts = new TreeMap<>();
      for (Outcome outcome : Outcome.values()) {
        counts.put(
            outcome.word(), steps.stream().filter(step -> step.outcome() == outcome).count());
      }
      return new Report(steps, counts);
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    Configuration conf = configuration.read(context.environment());
    HadoopUser who = user.caller(conf);
    user.job(RolecallConfig.ofAll(conf))
        .ifPresent(job -> conf.set(RolecallKeys.JOB_ID.name(), job));
    Report report = Report.of(steps(conf, who));
    output.write(context.terminal().out(), report, () -> text(report));
    return report.counts().getOrDefault(Outcome.FAILED.word(), 0L) == 0
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private List<CheckStep> steps(Configuration conf, HadoopUser who) {
    List<CheckStep> steps = new ArrayList<>(ClassPathLint.ofProcess().check());
    RouteBook book = RouteBook.of(conf);
    steps.addAll(new SwitchLint(conf).check());
    List<String> buckets;
    try {
      buckets = book.buckets();
    } catch (ConfigException e) {
      steps.add(CheckStep.failed("routes", String.valueOf(e.getMessage()), null));
      return steps;
    }
    steps.addAll(new KeyLint(conf, buckets).check());
    List<Route> routes = new ArrayList<>();
    for (String bucket : location == null ? buckets : List.of(location.bucket())) {
      List<CheckStep> found = new RouteLint(conf, book.of(bucket, who)).check();
      steps.addAll(found);
      if (found.stream().noneMatch(step -> step.outcome() == Outcome.FAILED)) {
        routes.addAll(chosen(book.of(bucket, who)));
      }
    }
    boolean failed = steps.stream().anyMatch(step -> step.outcome() == Outcome.FAILED);
    if (location == null && !failed) {
      steps.addAll(everyOther(book));
    }
    if (routes.isEmpty() && !failed && (location != null || book.everyOther().isEmpty())) {
      steps.add(CheckStep.failed("routes", noRoute(conf), null));
    }
    steps.addAll(remote(conf, who, routes));
    return steps;
  }

  /** Routes of buckets without a name: there is nothing to try until somebody names one. */
  private static List<CheckStep> everyOther(RouteBook book) {
    return book.everyOther().stream()
        .map(
            routed ->
                CheckStep.ok(
                    "routes",
                    "every bucket that no route names: "
                        + routed.route().access()
                        + (routed.audience().equals("everybody") ? "" : " for " + routed.audience())
                        + ". Name a location to try it"))
        .toList();
  }

  private String noRoute(Configuration conf) {
    return location == null
        ? "nothing is routed: is this the configuration that the job has? (HADOOP_CONF_DIR,"
            + " --conf-file)"
        : NoRoute.message(RouteBook.of(conf), location);
  }

  private List<Route> chosen(RoutedBucket bucket) {
    var table = bucket.routes();
    if (location == null) {
      return table.byPrefix().values().stream()
          .sorted(Comparator.comparing(route -> route.location().prefix()))
          .toList();
    }
    Route route = table.find(location.prefix());
    return route == null ? List.of() : List.of(route);
  }

  private List<CheckStep> remote(Configuration conf, HadoopUser who, List<Route> routes) {
    List<CheckStep> steps = new ArrayList<>();
    try (StsCheck sts = new StsCheck(conf, who, context.clock())) {
      for (Route route : routes) {
        steps.addAll(sts.check(route));
      }
      for (Route route : routes) {
        if (!probes.isEmpty()) {
          S3Location place = location == null ? route.location() : location;
          steps.addAll(
              sts.works(route)
                  ? new LocationProbe(conf, place).check(probes)
                  : List.of(
                      CheckStep.skipped("probe", place + ": there is no session of its role")));
        }
      }
    }
    return steps;
  }

  static String text(Report report) {
    StringBuilder text = new StringBuilder();
    for (CheckStep step : report.steps()) {
      String outcome = step.outcome().word();
      text.append(
          String.format(
              "%-8s %-14s %s%n",
              step.outcome() == Outcome.FAILED ? outcome.toUpperCase(Locale.ROOT) : outcome,
              step.step(),
              step.detail()));
      if (step.advice() != null) {
        text.append(" ".repeat(24)).append("-> ").append(step.advice()).append('\n');
      }
    }
    Map<String, Long> counts = report.counts();
    return text.append(
            String.format(
                "%d ok, %d %s, %d failed, %d skipped%n",
                counts.get("ok"),
                counts.get("warning"),
                counts.getOrDefault("warning", 0L) == 1 ? "warning" : "warnings",
                counts.get("failed"),
                counts.get("skipped")))
        .toString();
  }
}
