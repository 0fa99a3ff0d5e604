package io.rolecall.cli;

import io.rolecall.cli.options.AwsOptions;
import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ConfigurationOptions;
import io.rolecall.cli.options.SupplyOptions;
import io.rolecall.route.NamedPlace;
import io.rolecall.supply.run.SuppliedCommand;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rolecall run}. */
@Command(
    name = "run",
    description = {
      "Starts a command with sessions of its own, and keeps it supplied.",
      "It gets a Hadoop token file, or, with --aws, what AWS's command and",
      "SDKs look for, or both with --for and --aws. All of it is replaced",
      "before its sessions end, until the command ends, and lies in a",
      "private folder under TMPDIR, which goes with the command.",
      "With fs.s3a.rolecall.mailbox, a mailbox does the same for the tokens",
      "of YARN's containers.",
      "SIGINT, SIGTERM, SIGHUP and SIGUSR1 are passed on; but SIGINT not in a",
      "terminal's foreground, where Ctrl-C reaches the command by itself: to",
      "end it from elsewhere, send SIGTERM. What the command has left running",
      "is no longer supplied. After SIGKILL the command goes on with the",
      "sessions that it has; the first run after their end removes the",
      "folder."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "the command's:128 and the signal's number if a signal ended it",
      "2:the command line is wrong",
      "125:no session could be had or written; the command was not started",
      "126:the command is no program",
      "127:there is no such command"
    })
final class RunCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private SupplyOptions supply;
  @Mixin private AwsOptions aws;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The program, and its arguments; after --.")
  private List<String> command;

  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailure {
    return new StartedCommand(command, context)
        .run(
            started -> {
              Configuration conf = configuration.read(context.environment());
              supply.nameJob(conf);
              List<NamedPlace> named = aws.locations();
              return started.run(
                  conf,
                  new SuppliedCommand.Wish(
                      named.isEmpty() || !supply.locations().isEmpty(),
                      supply.locations(),
                      SuppliedPlaces.of(conf, named)));
            });
  }
}
