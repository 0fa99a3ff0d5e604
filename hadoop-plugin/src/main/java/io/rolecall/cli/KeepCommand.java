package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.DurationConverter;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.SupplyOptions;
import io.rolecall.config.RolecallKeys;
import io.rolecall.supply.end.Until;
import io.rolecall.supply.run.SuppliedCommand;
import io.rolecall.supply.tokens.TokenKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      "when it ends. A job may then be submitted by a COMMAND that is given",
      "here in place of a file: it is started as by run, and when it has",
      "returned, its mailbox is kept for the job that goes on."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:its time is over, or what it is kept for is",
      "1:no token could be had or written, and the file's sessions have ended",
      "2:the command line is wrong",
      "3:the configuration cannot be used, or there is no route",
      "125 to 127:the command was not started, as run says",
      "130:ended by SIGINT",
      "143:ended by SIGTERM",
      "the command's:it failed, and nothing was kept after it"
    })
final class KeepCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private SupplyOptions supply;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {"The file. Only its owner can read it; it is a credential."})
  private @Nullable Path file;

  @Option(names = "--once", description = "Write the file once.")
  private boolean once;

  @Option(
      names = "--for-time",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = {"Go on for this long: 90s, 15m, 8h. Of several ends the first counts."})
  private @Nullable Duration time;

  @Option(
      names = "--until-gone",
      paramLabel = "FILE",
      description = "Go on until this file is removed.")
  private @Nullable Path marker;

  @Option(
      names = "--until-application",
      paramLabel = "ID",
      description = {
        "Go on until this application of YARN has ended, or, with a tag in",
        "place of an id, until one of your own with this tag has been seen",
        "and all of these have ended that had not when this began."
      })
  private @Nullable String application;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The program that submits the job, and its arguments; after --.")
  private List<String> command = new ArrayList<>();

  KeepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    Until until = until();
    Path kept = file;
    if ((kept == null) == command.isEmpty()) {
      throw CommandFailure.usage(
          kept == null
              ? "name a file with --token-file, or the command that submits the job after --"
              : "--token-file " + kept + " and a command: expected one of them");
    }
    Configuration conf = configuration.read(context.environment());
    supply.nameJob(conf);
    return kept == null ? keepAfterCommand(conf, until) : keepFile(conf, kept, until);
  }

  private void say(String line) {
    context.terminal().err().println("rolecall: " + line);
  }

  private int keepFile(Configuration conf, Path kept, Until until) throws CommandFailure {
    try {
      TokenKeeper.of(conf, supply.locations(), kept, until.once(), context.clock(), this::say)
          .keep(until);
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      throw StartedCommand.interrupted(e);
    }
  }

  private int keepAfterCommand(Configuration conf, Until until) throws CommandFailure {
    if (until.once()) {
      throw CommandFailure.usage("--once writes a file: name it with --token-file");
    }
    if (RolecallKeys.MAILBOX.find(conf).isEmpty()) {
      throw CommandFailure.configuration(
          RolecallKeys.MAILBOX.name()
              + " is not set: without a mailbox, nothing could be kept for a job that goes on when "
              + command.get(0)
              + " has returned. Set it, or keep a file with --token-file");
    }
    return new StartedCommand(command, context)
        .run(
            started ->
                started.keep(
                    conf, new SuppliedCommand.Wish(true, supply.locations(), List.of()), until));
  }

  private Until until() throws CommandFailure {
    Path gone = marker;
    if (gone != null && !Files.exists(gone)) {
      throw CommandFailure.usage("--until-gone " + gone + ": there is no such file");
    }
    if (once && (time != null || gone != null || application != null)) {
      throw CommandFailure.usage(
          "--once and "
              + (time != null
                  ? "--for-time"
                  : gone != null ? "--until-gone" : "--until-application")
              + ": expected one of them");
    }
    try {
      return new Until(
          once,
          Optional.ofNullable(time),
          Optional.ofNullable(gone),
          Optional.ofNullable(application));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--until-application " + application + ": " + e.getMessage());
    }
  }
}
