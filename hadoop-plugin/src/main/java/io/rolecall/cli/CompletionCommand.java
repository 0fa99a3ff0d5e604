package io.rolecall.cli;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rolecall completion}. */
@Command(
    name = "completion",
    description = {
      "Prints the completion script for bash and zsh.",
      "source <(rolecall completion)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.terminal().out().print(AutoComplete.bash("rolecall", spec.root().commandLine()));
    context.terminal().out().flush();
    return ExitCode.OK;
  }
}
