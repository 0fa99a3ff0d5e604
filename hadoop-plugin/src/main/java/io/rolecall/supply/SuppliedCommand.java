package io.rolecall.supply;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.failure.FileFailure;
import io.rolecall.route.S3Location;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.token.StoredTokens;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.StringUtils;

/**
 * A command that is started with a token file of its own, which is kept supplied until it ends, and
 * perhaps a mailbox. The file lies in a private folder. Both go with the command.
 */
public final class SuppliedCommand {

  private static final String TOKENS = UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> warn;
  private volatile Optional<MailedMint> mailed = Optional.empty();
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
   * Runs it to its end, with this process's streams. Signals that this process gets are passed on.
   *
   * @param conf the job's configuration
   * @param locations what the tokens are for; empty for all that the configuration names
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws NotStartedException if it could not be started; nothing is left behind
   * @throws InterruptedException if the thread is interrupted; the command is told to end
   */
  public int run(Configuration conf, List<S3Location> locations)
      throws NotStartedException, InterruptedException {
    Program.check(command.get(0), environment.getOrDefault("PATH", ""));
    RunFolder folder;
    try {
      folder = RunFolder.create(parent());
    } catch (IOException e) {
      throw notSupplied(e);
    }
    try {
      folder.exposure().ifPresent(warn);
      return run(conf, locations, folder);
    } catch (IOException | ConfigException e) {
      throw notSupplied(e);
    } finally {
      close(folder);
      mailed.ifPresent(MailedMint::close);
    }
  }

  private NotStartedException notSupplied(Exception e) {
    return new NotStartedException(
        NotStartedException.Why.NOT_SUPPLIED,
        e.getMessage() + ". " + command.get(0) + " was not started",
        e);
  }

  private int run(Configuration conf, List<S3Location> locations, RunFolder folder)
      throws IOException, NotStartedException, InterruptedException {
    SignalRelay relay =
        new SignalRelay(
            () -> {
              close(folder);
              mailed.ifPresent(MailedMint::close);
            });
    relay.bind();
    Path tokens = folder.resolve("tokens");
    checkThatItCanBeNamed(tokens.toString());
    TokenFileWriter file = new TokenFileWriter(tokens);
    file.write(given());
    TokenSupply supply = supply(conf, locations, file);
    TokenSupply.Round first = supply.round();
    IOException failure = first.failure();
    if (failure != null) {
      throw failure;
    }
    Process process = start(relay, file);
    Thread supplier = new Thread(() -> supply(supply, first), "rolecall-supply");
    supplier.setDaemon(true);
    supplier.start();
    try {
      return process.waitFor();
    } finally {
      ended = true;
      supplier.interrupt();
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

  /** The command would find other files, or none, and go on without tokens. */
  static void checkThatItCanBeNamed(String tokens) throws IOException {
    if (!List.copyOf(StringUtils.getTrimmedStringCollection(tokens)).equals(List.of(tokens))) {
      throw new IOException(
          tokens
              + " cannot be named in "
              + TOKENS
              + ", where a comma ends a file's name. TMPDIR names another place");
    }
  }

  /** The tokens that this process was given, which the command would have been given, too. */
  private Credentials given() throws IOException {
    Credentials given = new Credentials();
    for (String name : StringUtils.getTrimmedStringCollection(environment.get(TOKENS))) {
      try {
        given.addAll(StoredTokens.read(Path.of(name)));
      } catch (IOException | InvalidPathException e) {
        throw new IOException(
            TOKENS + " = " + name + " cannot be read: " + FileFailure.reason(e), e);
      }
    }
    return given;
  }

  private TokenSupply supply(Configuration conf, List<S3Location> locations, TokenFileWriter file)
      throws IOException {
    RenewalPolicy policy = RolecallConfig.ofAll(conf).renewalPolicy();
    JobMint mint = JobMint.of(conf, locations, Optional.empty());
    mailed = MailedMint.of(conf, mint, "rolecall run", clock, this::tell);
    return new TokenSupply(
        mailed.<Minting>map(mailbox -> mailbox).orElse(mint),
        file,
        mailed.<Posting>map(mailbox -> mailbox).orElse(Posting.NONE),
        policy,
        clock,
        () -> ThreadLocalRandom.current().nextDouble(),
        new TokenSupply.Says(
            well -> {
              // The command's own words alone, as long as all goes well.
            },
            this::tell));
  }

  private Process start(SignalRelay relay, TokenFileWriter file) throws NotStartedException {
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
    inherited.put(TOKENS, file.toString());
    try {
      return relay.start(builder);
    } catch (IOException e) {
      throw new NotStartedException(
          NotStartedException.Why.NO_PROGRAM, String.valueOf(e.getMessage()), e);
    }
  }

  /** Keeps it supplied: sessions that have ended end the command's work, not the command. */
  private void supply(TokenSupply supply, TokenSupply.Round first) {
    try {
      TokenSupply.Round last = first;
      boolean told = false;
      while (!ended) {
        supply.await(last, time -> Thread.sleep(time.toMillis()), () -> ended);
        last = supply.round();
        IOException failure = last.failure();
        if (failure != null && !last.live() && !told) {
          tell(command.get(0) + " has no tokens that serve any more: " + failure.getMessage());
        }
        told = !last.live();
      }
    } catch (InterruptedException e) {
      // The command has ended.
    }
  }

  /** A round that the command's end interrupts fails, which is nothing to be told. */
  private void tell(String line) {
    if (!ended) {
      warn.accept(line);
    }
  }

  private void close(RunFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      warn.accept(folder + " could not be removed: " + FileFailure.reason(e));
    }
  }
}
