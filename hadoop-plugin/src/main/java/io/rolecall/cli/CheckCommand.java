package io.rolecall.cli;

import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.LocationConverter;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.cli.options.ProbeConverter;
import io.rolecall.cli.options.UserOptions;
import io.rolecall.doctor.CheckContext;
import io.rolecall.doctor.CheckStep;
import io.rolecall.doctor.CheckStep.Outcome;
import io.rolecall.doctor.Doctor;
import io.rolecall.doctor.Probe;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      converter = ProbeConverter.class,
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
    user.nameJob(conf);
    Report report =
        Report.of(
            Doctor.examine(
                new CheckContext(
                    RouteBook.of(conf),
                    user.caller(conf),
                    Optional.ofNullable(location),
                    probes,
                    context.clock())));
    output.write(context.terminal().out(), report, () -> text(report));
    return report.counts().getOrDefault(Outcome.FAILED.word(), 0L) == 0
        ? ExitCode.OK
        : ExitCode.FAILED;
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
