package io.rolecall.supply.run;

import io.rolecall.config.ConfigException;
import io.rolecall.failure.FileFailure;
import io.rolecall.route.S3Location;
import io.rolecall.supply.end.KeepEnd;
import io.rolecall.supply.end.Until;
import io.rolecall.supply.end.YarnCluster;
import io.rolecall.supply.sessions.SuppliedPlace;
import io.rolecall.supply.tokens.JobConfiguration;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A command that is started with sessions of its own, in a token file or as AWS's clients look for
 * them, and is kept supplied until it ends, or until what it has started does. What it is given
 * lies in a private folder, which goes with it.
 */
public final class SuppliedCommand {

  /** How often it is looked whether it is over. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> warn;
  private volatile boolean ended;

  /** What is there to be removed; each is noted while no signal can ask for it. */
  private final List<CommandSupply> supplies = new CopyOnWriteArrayList<>();

  private final Object making = new Object();

  // Both: guarded by the above.
  private @Nullable RunFolder made;
  private boolean closed;

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
    return run(conf, wish, "rolecall run", () -> true);
  }

  /**
   * The same, and goes on supplying what the command has started, once that has returned well: by a
   * mailbox.
   *
   * @param conf the job's configuration
   * @param wish what it is given
   * @param until until when
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws NotStartedException if it could not be started; nothing is left behind
   * @throws InterruptedException if the thread is interrupted; the command is told to end
   */
  public int keep(Configuration conf, Wish wish, Until until)
      throws NotStartedException, InterruptedException {
    try (KeepEnd over = KeepEnd.begin(until, new YarnCluster(conf), clock, warn)) {
      return run(conf, wish, "rolecall keep", over);
    } catch (IOException e) {
      throw notSupplied(e);
    }
  }

  private int run(Configuration conf, Wish wish, String supplier, BooleanSupplier over)
      throws NotStartedException, InterruptedException {
    Program.check(command.get(0), environment.getOrDefault("PATH", ""));
    try {
      SignalRelay relay = new SignalRelay(this::close);
      // First: whoever ends this process from now on leaves nothing there.
      relay.bind();
      RunFolder folder = folder();
      Configuration own = JobConfiguration.of(conf, Optional.empty());
      supplies.addAll(supplies(own, wish, supplier, folder));
      folder.exposure().ifPresent(warn);
      return run(relay, over);
    } catch (IOException | ConfigException e) {
      throw notSupplied(e);
    } finally {
      close();
    }
  }

  private RunFolder folder() throws IOException {
    synchronized (making) {
      if (closed) {
        throw new IOException("ended by a signal");
      }
      RunFolder folder = RunFolder.create(parent());
      made = folder;
      return folder;
    }
  }

  private List<CommandSupply> supplies(
      Configuration conf, Wish wish, String supplier, RunFolder folder) {
    Surroundings around =
        new Surroundings(command.get(0), environment, clock, () -> ended, this::tell);
    List<CommandSupply> wanted = new ArrayList<>();
    if (wish.tokens()) {
      wanted.add(new SuppliedTokens(conf, wish.tokenLocations(), supplier, folder, around));
    }
    if (!wish.sessions().isEmpty()) {
      wanted.add(new SuppliedSessions(conf, wish.sessions(), folder, around));
    }
    return wanted;
  }

  private NotStartedException notSupplied(Exception e) {
    return new NotStartedException(
        NotStartedException.Why.NOT_SUPPLIED,
        e.getMessage() + ". " + command.get(0) + " was not started",
        e);
  }

  private int run(SignalRelay relay, BooleanSupplier over)
      throws IOException, NotStartedException, InterruptedException {
    for (CommandSupply supply : supplies) {
      supply.begin();
    }
    Process process = start(relay);
    List<Thread> keepers = supplies.stream().map(this::keeper).toList();
    keepers.forEach(Thread::start);
    try {
      int exitCode = process.waitFor();
      if (exitCode == 0 && !over.getAsBoolean()) {
        relay.forget();
        while (!over.getAsBoolean()) {
          Thread.sleep(LOOK.toMillis());
        }
      }
      return exitCode;
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

  private Process start(SignalRelay relay) throws NotStartedException {
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

  private void close() {
    synchronized (making) {
      closed = true;
      RunFolder folder = made;
      if (folder != null) {
        try {
          folder.close();
        } catch (IOException e) {
          warn.accept(folder + " could not be removed: " + FileFailure.reason(e));
        }
      }
    }
    supplies.forEach(CommandSupply::close);
  }
}
