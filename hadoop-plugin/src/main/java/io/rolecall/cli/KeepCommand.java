package io.rolecall.cli;

import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.DurationConverter;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.SupplyOptions;
import io.rolecall.supply.TokenKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolecall keep}. */
@Command(
    name = "keep",
    description = {
      "Writes a Hadoop token file, and replaces it before its sessions end.",
      "Processes that were started with the file",
      "(HADOOP_TOKEN_FILE_LOCATION) read it again in time. It goes on until",
      "it is told otherwise, and leaves the file where it is. While STS",
      "cannot be reached, the sessions in the file serve until they end.",
      "Tokens of others in the file stay there.",
      "With fs.s3a.rolecall.mailbox it keeps a mailbox, too, which is removed",
      "when it ends."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:its time is over, or the file of --until-gone is gone",
      "1:no token could be had or written, and the file's sessions have ended",
      "2:the command line is wrong",
      "3:the configuration cannot be used, or there is no route",
      "130:ended by SIGINT",
      "143:ended by SIGTERM"
    })
final class KeepCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private SupplyOptions supply;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = {"The file. Only its owner can read it; it is a credential."})
  private Path file;

  @ArgGroup private @Nullable End end;

  /** At most one of them. */
  private static final class End {

    @Option(names = "--once", description = "Write the file once.")
    private boolean once;

    @Option(
        names = "--for-time",
        paramLabel = "DURATION",
        converter = DurationConverter.class,
        description = "Go on for this long: 90s, 15m, 8h.")
    private @Nullable Duration time;

    @Option(
        names = "--until-gone",
        paramLabel = "FILE",
        description = "Go on until this file is removed.")
    private @Nullable Path marker;
  }

  KeepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    TokenKeeper.Until until = until();
    Configuration conf = configuration.read(context.environment());
    supply.nameJob(conf);
    try {
      TokenKeeper.of(
              conf,
              supply.locations(),
              file,
              until.once(),
              context.clock(),
              line -> context.terminal().err().println("rolecall: " + line))
          .keep(until);
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted", e);
    }
  }

  private TokenKeeper.Until until() throws CommandFailure {
    End said = end;
    if (said == null) {
      return new TokenKeeper.Until(false, Optional.empty(), Optional.empty());
    }
    Path marker = said.marker;
    if (marker != null && !Files.exists(marker)) {
      throw CommandFailure.usage("--until-gone " + marker + ": there is no such file");
    }
    return new TokenKeeper.Until(
        said.once, Optional.ofNullable(said.time), Optional.ofNullable(marker));
  }
}
