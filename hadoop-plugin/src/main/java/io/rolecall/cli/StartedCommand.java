package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.config.ConfigException;
import io.rolecall.process.InterruptFlag;
import io.rolecall.supply.run.NotStartedException;
import io.rolecall.supply.run.SuppliedCommand;
import java.util.List;

/**
 * A command that this one starts.
 *
 * @param command the program and its arguments
 * @param context what is around
 */
record StartedCommand(List<String> command, CommandContext context) {

  StartedCommand {
    command = List.copyOf(command);
  }

  /** How it is run. */
  interface Run {
    int of(SuppliedCommand command)
        throws NotStartedException, InterruptedException, CommandFailure;
  }

  /** Runs it, and returns what it ends with. */
  int run(Run run) throws CommandFailure {
    try {
      return run.of(
          new SuppliedCommand(
              command,
              context.environment(),
              context.clock(),
              line -> context.terminal().err().println("rolecall: " + line)));
    } catch (ConfigException e) {
      throw CommandFailure.notStarted(
          ExitCode.NOT_SUPPLIED, e.getMessage() + ". " + command.get(0) + " was not started", e);
    } catch (NotStartedException e) {
      int exitCode =
          switch (e.why()) {
            case NOT_SUPPLIED -> ExitCode.NOT_SUPPLIED;
            case NO_PROGRAM -> ExitCode.NO_PROGRAM;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
          };
      throw CommandFailure.notStarted(exitCode, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The thread stays interrupted. */
  static CommandFailure interrupted(InterruptedException e) {
    InterruptFlag.restore();
    return CommandFailure.failed("interrupted", e);
  }
}
