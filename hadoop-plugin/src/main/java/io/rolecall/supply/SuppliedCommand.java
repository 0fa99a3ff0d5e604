package io.rolecall.supply;

import io.rolecall.config.ConfigException;
import io.rolecall.failure.FileFailure;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A command that is started with sessions of its own, in a token file or as AWS's clients look for
 * them, and is kept supplied until it ends. What it is given lies in a private folder, which goes
 * with it.
 */
public final class SuppliedCommand {

  private final List<String> command;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> warn;
  private volatile boolean ended;

  /**
   * A command; nothing is done yet.
   *
   * @param command the program and its arguments
   * @param environment this process's environment, which it inherits
   * @param clock this process's clock
   * @param warn is told what a person should know, a line at a time; no secrets
   */
  public SuppliedCommand(
      List<String> command, Map<String, String> environment, Clock clock, Consumer<String> warn) {
    this.command = List.copyOf(command);
    this.environment = environment;
    this.clock = clock;
    this.warn = warn;
  }

  /**
   * What a command is given.
   *
   * @param tokens whether it gets a token file
   * @param tokenLocations what its tokens are for; empty for all that the configuration names
   * @param sessions the locations whose sessions AWS's clients find
   */
  public record Wish(
      boolean tokens, List<S3Location> tokenLocations, List<SuppliedPlace> sessions) {

    /** Copies the locations. */
    public Wish {
      tokenLocations = List.copyOf(tokenLocations);
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * Runs it to its end, with this process's streams. Signals that this process gets are passed on.
   *
   * @param conf the job's configuration
   * @param wish what it is given
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws NotStartedException if it could not be started; nothing is left behind
   * @throws InterruptedException if the thread is interrupted; the command is told to end
   */
  public int run(Configuration conf, Wish wish) throws NotStartedException, InterruptedException {
    Program.check(command.get(0), environment.getOrDefault("PATH", ""));
    RunFolder folder;
    try {
      folder = RunFolder.create(parent());
    } catch (IOException e) {
      throw notSupplied(e);
    }
    List<CommandSupply> supplies = new ArrayList<>();
    try {
      supplies.addAll(supplies(JobConfiguration.of(conf, Optional.empty()), wish, folder));
      folder.exposure().ifPresent(warn);
      return run(supplies, folder);
    } catch (IOException | ConfigException e) {
      throw notSupplied(e);
    } finally {
      close(folder, supplies);
    }
  }

  private List<CommandSupply> supplies(Configuration conf, Wish wish, RunFolder folder) {
    Surroundings around =
        new Surroundings(command.get(0), environment, clock, () -> ended, this::tell);
    List<CommandSupply> supplies = new ArrayList<>();
    if (wish.tokens()) {
      supplies.add(
          new SuppliedTokens(conf, wish.tokenLocations(), folder.resolve("tokens"), around));
    }
    if (!wish.sessions().isEmpty()) {
      supplies.add(new SuppliedSessions(conf, wish.sessions(), folder, around));
    }
    return supplies;
  }

  private NotStartedException notSupplied(Exception e) {
    return new NotStartedException(
        NotStartedException.Why.NOT_SUPPLIED,
        e.getMessage() + ". " + command.get(0) + " was not started",
        e);
  }

  private int run(List<CommandSupply> supplies, RunFolder folder)
      throws IOException, NotStartedException, InterruptedException {
    SignalRelay relay = new SignalRelay(() -> close(folder, supplies));
    relay.bind();
    for (CommandSupply supply : supplies) {
      supply.begin();
    }
    Process process = start(relay, supplies);
    List<Thread> keepers = supplies.stream().map(this::keeper).toList();
    keepers.forEach(Thread::start);
    try {
      return process.waitFor();
    } finally {
      ended = true;
      keepers.forEach(Thread::interrupt);
      process.destroy();
    }
  }

  private Path parent() throws IOException {
    String named = environment.getOrDefault("TMPDIR", "");
    try {
      return Path.of(named.isEmpty() ? System.getProperty("java.io.tmpdir") : named);
    } catch (InvalidPathException e) {
      throw new IOException(
          "TMPDIR = " + named + " is no path in this locale. Set LC_ALL=C.UTF-8", e);
    }
  }

  private Process start(SignalRelay relay, List<CommandSupply> supplies)
      throws NotStartedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> inherited = builder.environment();
    // What is the same stays as it is: what this locale cannot show would be spoilt by it.
    inherited.keySet().retainAll(environment.keySet());
    environment.forEach(
        (name, value) -> {
          if (!value.equals(inherited.get(name))) {
            inherited.put(name, value);
          }
        });
    supplies.forEach(supply -> supply.announce(inherited));
    try {
      return relay.start(builder);
    } catch (IOException e) {
      throw new NotStartedException(
          NotStartedException.Why.NO_PROGRAM, String.valueOf(e.getMessage()), e);
    }
  }

  private Thread keeper(CommandSupply supply) {
    Thread keeper =
        new Thread(
            () -> {
              try {
                supply.keep();
              } catch (InterruptedException e) {
                // The command has ended.
              }
            },
            "rolecall-supply");
    keeper.setDaemon(true);
    return keeper;
  }

  /** A round that the command's end interrupts fails, which is nothing to be told. */
  private void tell(String line) {
    if (!ended) {
      warn.accept(line);
    }
  }

  private void close(RunFolder folder, List<CommandSupply> supplies) {
    try {
      folder.close();
    } catch (IOException e) {
      warn.accept(folder + " could not be removed: " + FileFailure.reason(e));
    }
    supplies.forEach(CommandSupply::close);
  }
}
