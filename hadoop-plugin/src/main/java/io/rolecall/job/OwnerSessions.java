package io.rolecall.job;

import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.config.ThisProcess;
import io.rolecall.credentials.JobSessions;
import io.rolecall.declaration.Declarations;
import io.rolecall.driver.MintedSessions;
import io.rolecall.executor.GrantSource;
import io.rolecall.executor.PulledSessions;
import io.rolecall.executor.SessionChannel;
import io.rolecall.logging.SecretLoggers;
import io.rolecall.metrics.SessionMetrics;
import io.rolecall.process.Shares;
import io.rolecall.renewal.SessionStore;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.sts.Job;
import io.rolecall.token.ReplacedTokens;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A share in the sessions that one owner has for one job in this process. FileSystems of the same
 * owner share them, FileSystems of different owners never do; they end with the last share.
 */
public final class OwnerSessions implements AutoCloseable {

  private static final Shares<Key, Made> SHARED = new Shares<>(Made::close);

  private final Shares.Share<Made> share;

  private OwnerSessions(Shares.Share<Made> share) {
    this.share = share;
  }

  /** Whose sessions they are. A UGI is equal to itself alone, so users are never mixed up. */
  private record Key(UserGroupInformation owner, String jobId, boolean minted, int generation) {

    /** The application counts, too: the next one of this process has a name of its own. */
    static Key of(UserGroupInformation owner, RolecallConfig config, boolean minted) {
      return new Key(
          owner, config.find(RolecallKeys.JOB_ID).orElse(""), minted, Declarations.generation());
    }
  }

  private record Made(
      JobSessions sessions,
      Optional<MintedSessions> minted,
      SessionStore store,
      SessionMetrics metrics) {

    static Made minting(MintedSessions sessions, SessionStore store, SessionMetrics metrics) {
      return new Made(sessions, Optional.of(sessions), store, metrics);
    }

    static Made pulling(PulledSessions sessions, SessionStore store, SessionMetrics metrics) {
      return new Made(sessions, Optional.empty(), store, metrics);
    }

    /** Whether a session is valid now. Waits for nobody. */
    boolean holdsASession() {
      return store.sessions().stream().anyMatch(live -> live.peek() != null);
    }

    void close() {
      metrics.close();
      sessions.close();
    }
  }

  /**
   * The sessions of a process that was not given a token: minted by a driver, pulled by an
   * executor.
   *
   * @param owner the user
   * @param config the configuration of the one who asks; that of the first counts
   * @return a share; to be closed
   */
  public static OwnerSessions acquire(UserGroupInformation owner, RolecallConfig config) {
    return acquire(
        owner,
        config,
        !isExecutor(config.processRole(), config.isNamedExecutor(), installedChannels()));
  }

  /**
   * Whether a process takes its sessions from others. A channel knows better what it is than its
   * main class and environment do.
   *
   * @param role what it is configured to be, or looks like
   * @param named whether the configuration itself calls it an executor
   */
  static boolean isExecutor(ProcessRole role, boolean named, List<SessionChannel> channels) {
    if (named || GrantSource.isExecutor(channels)) {
      return true;
    }
    return role == ProcessRole.EXECUTOR && !GrantSource.isDriver(channels);
  }

  /**
   * The sessions of a process that was given a token: the token's, unless the owner has shown that
   * he can mint here, or the configuration calls this process a driver. A driver's own tokens come
   * back to it, and end before its job does; and with Kerberos, Hadoop gives a job tokens that
   * nobody asked for. To have opened a file system that would mint shows nothing: a process without
   * a base identity can do that too, and its token is all it has.
   *
   * @param owner the user
   * @param config the configuration of the one who asks; that of the first counts
   * @return a share; to be closed
   */
  public static OwnerSessions acquireWithToken(UserGroupInformation owner, RolecallConfig config) {
    if (config.isNamedDriver()) {
      return acquire(owner, config);
    }
    boolean minting =
        SHARED.peek(Key.of(owner, config, true)).map(Made::holdsASession).orElse(false);
    return acquire(owner, config, minting);
  }

  /** A gateway's users add jars of their own to their threads. */
  private static List<SessionChannel> installedChannels() {
    return GrantSource.installedChannels(Declarations.isGateway());
  }

  private static OwnerSessions acquire(
      UserGroupInformation owner, RolecallConfig config, boolean minted) {
    SecretLoggers.guard();
    Key key = Key.of(owner, config, minted);
    return new OwnerSessions(SHARED.take(key, () -> create(owner, config, minted)));
  }

  /** Reads configuration, loggers and services. */
  private static Made create(UserGroupInformation owner, RolecallConfig config, boolean minted) {
    Clock clock = Clock.systemUTC();
    RenewalPolicy policy = config.renewalPolicy();
    SessionMetrics metrics = new SessionMetrics(owner.getShortUserName(), clock);
    SessionStore store =
        SessionStore.onSharedThreads(minted ? policy : policy.downstream(), clock, metrics::add);
    Made made =
        minted
            ? Made.minting(
                new MintedSessions(
                    store, new Job(config, owner.getShortUserName()), policy.patience(), clock),
                store,
                metrics)
            : Made.pulling(
                new PulledSessions(
                    store,
                    new GrantSource(
                        owner,
                        installedChannels(),
                        ThisProcess.newerTokens(),
                        ReplacedTokens.ofProcess(owner, config.conf())),
                    policy.patience(),
                    clock),
                store,
                metrics);
    metrics.describeJob(made.sessions()::jobId);
    return made;
  }

  /**
   * The sessions.
   *
   * @return the sessions; they have ended once all shares were given back
   */
  public JobSessions sessions() {
    return share.value().sessions;
  }

  /**
   * The same, where this process mints them.
   *
   * @return the sessions; empty in a process that takes them from others
   */
  Optional<MintedSessions> minted() {
    return share.value().minted;
  }

  /** Gives the share back. */
  @Override
  public void close() {
    share.close();
  }
}
