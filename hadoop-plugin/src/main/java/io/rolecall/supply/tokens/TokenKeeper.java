package io.rolecall.supply.tokens;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.S3Location;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.supply.end.Applications;
import io.rolecall.supply.end.KeepEnd;
import io.rolecall.supply.end.Until;
import io.rolecall.supply.end.YarnCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Keeps a token file, and perhaps a mailbox, supplied for as long as it is wanted. */
public final class TokenKeeper {

  private final TokenSupply supply;
  private final TokenFileWriter file;
  private final Clock clock;
  private final TokenSupply.Pause pause;
  private final Consumer<String> say;

  /** Whether there is a mailbox, too. */
  private final boolean mailed;

  private final Applications.Cluster cluster;

  /** What is done when the file is kept no longer. */
  private final Runnable end;

  TokenKeeper(
      TokenSupply supply,
      TokenFileWriter file,
      boolean mailed,
      Applications.Cluster cluster,
      Clock clock,
      TokenSupply.Pause pause,
      Consumer<String> say,
      Runnable end) {
    this.mailed = mailed;
    this.cluster = cluster;
    this.say = say;
    this.end = end;
    this.supply = supply;
    this.file = file;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * A keeper that mints with this process's base identity.
   *
   * @param conf the job's configuration
   * @param locations what the tokens are for; empty for all that the configuration names
   * @param path the token file
   * @param once whether it will be written once: then there is no mailbox, which nobody would
   *     supply
   * @param clock this process's clock
   * @param say is told what a person should know, a line at a time; no secrets
   * @return the keeper; nothing is minted yet
   * @throws IOException if there is a file that is no token file, or is somebody else's, or is of
   *     several jobs and none is named; or a mailbox is wanted and cannot be made
   * @throws io.rolecall.config.ConfigException if the configuration cannot be used
   */
  public static TokenKeeper of(
      Configuration conf,
      List<S3Location> locations,
      Path path,
      boolean once,
      Clock clock,
      Consumer<String> say)
      throws IOException {
    RenewalPolicy policy = RolecallConfig.ofAll(conf).renewalPolicy();
    TokenFileWriter file = new TokenFileWriter(path);
    // Whoever reads the file goes on with the same job's tokens, though this process is a new one.
    SortedSet<String> jobs = file.jobs();
    if (jobs.size() > 1 && RolecallKeys.JOB_ID.find(conf).isEmpty()) {
      throw new IOException(
          file + " holds tokens of several jobs, " + jobs + ": name the one to go on with (--job)");
    }
    JobMint mint = JobMint.of(conf, locations, jobs.stream().findFirst(), clock);
    Optional<MailedMint> mailed =
        once ? Optional.empty() : MailedMint.of(conf, mint, "rolecall keep", clock, say);
    if (mailed.isPresent()) {
      open(mailed.get());
      say.accept(mailed.get() + ": the mailbox of job " + mint.job());
    }
    Minting minting = mailed.<Minting>map(mailbox -> mailbox).orElse(mint);
    TokenSupply supply =
        TokenSupply.of(
            minting,
            new Deliveries(Optional.of(file), mailed, clock, new Deliveries.Says(say, say)),
            policy,
            clock);
    return new TokenKeeper(
        supply,
        file,
        mailed.isPresent(),
        new YarnCluster(conf),
        clock,
        time -> Thread.sleep(time.toMillis()),
        say,
        minting::close);
  }

  private static void open(MailedMint mailed) throws IOException {
    try {
      mailed.open();
    } catch (IOException e) {
      mailed.close();
      throw e;
    }
  }

  /**
   * Keeps the file, and removes the mailbox when that is over. To be called once.
   *
   * @param until until when
   * @throws IOException if no token can be had, and those in the file have ended or are not there;
   *     or an application of YARN that is meant is not known. Says why. Where there is a mailbox,
   *     which processes read that cannot follow another one, it goes on once it had tokens
   * @throws InterruptedException if the thread is interrupted
   */
  public void keep(Until until) throws IOException, InterruptedException {
    try (KeepEnd over = KeepEnd.begin(until, cluster, clock, say)) {
      keep(until.once(), over);
    } finally {
      end.run();
    }
  }

  private void keep(boolean once, BooleanSupplier over) throws IOException, InterruptedException {
    boolean begun = false;
    boolean told = false;
    while (!over.getAsBoolean()) {
      TokenSupply.Round round = supply.round();
      IOException failure = round.failure();
      if (failure != null && (!round.live() || once)) {
        if (once || !(mailed && begun)) {
          throw new IOException("no tokens for " + file + ": " + failure.getMessage(), failure);
        }
        if (!told) {
          say.accept(
              "the sessions in "
                  + file
                  + " and in its mailbox have ended: "
                  + failure.getMessage()
                  + ". It goes on trying, for processes that cannot follow another mailbox");
        }
      }
      told = failure != null && !round.live();
      begun |= failure == null;
      if (once) {
        return;
      }
      supply.await(round, pause, over);
    }
  }
}
