package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.OutputOptions;
import io.rolecall.cli.options.PlaceConverter;
import io.rolecall.cli.options.ProbeConverter;
import io.rolecall.cli.options.UserOptions;
import io.rolecall.doctor.Doctor;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckReport;
import io.rolecall.doctor.check.Probe;
import io.rolecall.route.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "also those of catalogs with keys of their own, and, with --probe,",
      "the data itself. Calls STS."
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
        "write (a small object, which is deleted again), multipart",
        "(one in two parts), rename (one is renamed)."
      })
  private List<Probe> probes = new ArrayList<>();

  @Parameters(
      paramLabel = "LOCATION",
      arity = "0..1",
      converter = PlaceConverter.class,
      description = "s3a://bucket or s3a://bucket/key. Default: all routes.")
  private @Nullable Place location;

  CheckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    Configuration conf = configuration.read(context.environment());
    user.nameJob(conf);
    CheckReport report =
        CheckReport.of(
            Doctor.examine(
                CheckContext.of(
                    conf,
                    user.caller(conf),
                    Optional.ofNullable(location).stream().toList(),
                    probes,
                    context.clock())));
    output.write(context.terminal().out(), report, report::text);
    return report.isFailed() ? ExitCode.FAILED : ExitCode.OK;
  }
}
