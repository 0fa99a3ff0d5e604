package io.rolecall.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rolecall token}. */
@Command(
    name = "token",
    description = "Looks into Hadoop token files.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command: expected one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
