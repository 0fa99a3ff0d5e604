package io.rolecall.cli;

import io.rolecall.cli.iam.IamCommand;
import io.rolecall.cli.iam.IamRevokeCommand;
import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.SecretKeys;
import io.rolecall.cli.options.Terminal;
import io.rolecall.config.ConfigException;
import io.rolecall.doctor.written.MissingJar;
import io.rolecall.route.InvalidRouteException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code rolecall} command. */
@Command(
    name = "rolecall",
    description = "Tells which role accesses which S3 location, and hands its sessions over.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; check: no step failed",
      "1:AWS, Databricks or a file refused; check: a step failed",
      "2:the command line is wrong",
      "3:the configuration cannot be used, or there is no route",
      "4:import: written, but not every mapping could be carried over",
      "70:a bug in Rolecall",
      "125:run: no session could be had or written, so the command was not started",
      "126:run: the command is no program",
      "127:run: there is no such command"
    })
public final class RolecallCommand implements Runnable {

  /**
   * What Java puts in the place of what the locale does not know: an answer would be about another
   * location, and a command would be given another file's name.
   */
  private static final char UNKNOWN = '\uFFFD';

  @Spec private CommandSpec spec;

  RolecallCommand() {}

  /**
   * Runs the command and exits.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(run(CommandContext.ofProcess(), arguments));
  }

  /** Runs the command, also where classes are missing that it cannot do without. */
  static int run(CommandContext context, String... arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(UNKNOWN) >= 0) {
        context
            .terminal()
            .err()
            .println(
                "rolecall: "
                    + SecretKeys.masked("'" + argument + "'")
                    + " has characters that this locale does not know, so that what was written is"
                    + " lost. Set LC_ALL=C.UTF-8");
        return ExitCode.USAGE;
      }
    }
    try {
      return heard(context.terminal(), commandLine(context).execute(arguments));
    } catch (LinkageError e) {
      context.terminal().err().println("rolecall: " + MissingJar.explain(e));
      return ExitCode.CONFIGURATION;
    }
  }

  static CommandLine commandLine(CommandContext context) {
    return new CommandLine(new RolecallCommand())
        .addSubcommand(new ExplainCommand(context))
        .addSubcommand(new RoutesCommand(context))
        .addSubcommand(
            new CommandLine(new IamCommand(context)).addSubcommand(new IamRevokeCommand(context)))
        .addSubcommand(new CheckCommand(context))
        .addSubcommand(new CredentialsCommand(context))
        .addSubcommand(
            new CommandLine(new TokenCommand()).addSubcommand(new TokenShowCommand(context)))
        .addSubcommand(new CommandLine(new KeepCommand(context)).setStopAtPositional(true))
        .addSubcommand(new CommandLine(new RunCommand(context)).setStopAtPositional(true))
        .addSubcommand(new DatabricksTokenCommand(context))
        .addSubcommand(new ImportCommand(context))
        .addSubcommand(new CompletionCommand(context))
        // Arguments of others' commands, too: what begins with @ is theirs.
        .setExpandAtFiles(false)
        .setOut(context.terminal().out())
        .setErr(context.terminal().err())
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(RolecallCommand::wrongUsage);
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command: expected one of " + String.join(", ", spec.subcommands().keySet()));
  }

  /** An answer that nobody gets is a failure: a script would go on with nothing. */
  private static int heard(Terminal terminal, int exitCode) {
    if (!terminal.out().checkError()) {
      return exitCode;
    }
    terminal
        .err()
        .println(
            "rolecall: the answer could not be written to standard output: is its disk full, or"
                + " has its reader ended?");
    return exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode;
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("rolecall: " + SecretKeys.masked(String.valueOf(e.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.print(command.getHelp().fullSynopsis());
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE;
  }

  /** What a command throws, as a message and an exit code. */
  private static final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
        Exception e, CommandLine command, @Nullable ParseResult parsed) {
      PrintWriter err = command.getErr();
      if (e instanceof CommandFailure failure) {
        err.println("rolecall: " + failure.getMessage());
        return failure.exitCode();
      }
      if (e instanceof ConfigException || e instanceof InvalidRouteException) {
        err.println("rolecall: " + e.getMessage());
        return ExitCode.CONFIGURATION;
      }
      err.println("rolecall: a bug; please report it with this:");
      e.printStackTrace(err);
      return ExitCode.INTERNAL;
    }
  }
}
