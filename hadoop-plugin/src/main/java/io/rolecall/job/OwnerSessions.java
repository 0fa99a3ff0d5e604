package io.rolecall.job;

import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.credentials.JobSessions;
import io.rolecall.driver.MintedSessions;
import io.rolecall.executor.GrantSource;
import io.rolecall.executor.PulledSessions;
import io.rolecall.executor.SessionChannel;
import io.rolecall.logging.SecretLoggers;
import io.rolecall.metrics.SessionMetrics;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionStore;
import io.rolecall.sts.Job;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A share in the sessions that one owner has for one job in this process. FileSystems of the same
 * owner share them, FileSystems of different owners never do; they end with the last share.
 */
public final class OwnerSessions implements AutoCloseable {

  private static final Map<Key, OwnerSessions.Shared> SHARED = new HashMap<>();

  private final Key key;
  private final Shared shared;
  private final Made made;
  private boolean closed;

  private OwnerSessions(Key key, Shared shared, Made made) {
    this.key = key;
    this.shared = shared;
    this.made = made;
  }

  /** Whose sessions they are. A UGI is equal to itself alone, so users are never mixed up. */
  private record Key(UserGroupInformation owner, String jobId, boolean minted) {}

  /** What is shared, made by the first who wants it. Others wait for it, without the lock. */
  private static final class Shared {
    private final CompletableFuture<Made> making = new CompletableFuture<>();

    /** Under the lock. */
    private int shares;

    Made join() {
      try {
        return making.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw e;
      }
    }

    /** Whether a session is valid now. Waits for nobody. */
    boolean holdsASession() {
      if (!making.isDone() || making.isCompletedExceptionally()) {
        return false;
      }
      return making.join().store.sessions().stream().anyMatch(live -> live.peek() != null);
    }
  }

  private record Made(JobSessions sessions, SessionStore store, SessionMetrics metrics) {

    void close() {
      metrics.close();
      sessions.close();
    }
  }

  /**
   * The sessions of a process that was not given a token: minted by a driver, pulled by an
   * executor.
   */
  public static OwnerSessions acquire(UserGroupInformation owner, RolecallConfig config) {
    return acquire(
        owner,
        config,
        !isExecutor(
            config.processRole(), config.isNamedExecutor(), GrantSource.installedChannels()));
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
   */
  public static OwnerSessions acquireWithToken(UserGroupInformation owner, RolecallConfig config) {
    if (config.isNamedDriver()) {
      return acquire(owner, config);
    }
    Shared minting;
    synchronized (SHARED) {
      minting = SHARED.get(new Key(owner, jobId(config), true));
    }
    return acquire(owner, config, minting != null && minting.holdsASession());
  }

  private static String jobId(RolecallConfig config) {
    return config.find(RolecallKeys.JOB_ID).orElse("");
  }

  private static OwnerSessions acquire(
      UserGroupInformation owner, RolecallConfig config, boolean minted) {
    SecretLoggers.guard();
    Key key = new Key(owner, jobId(config), minted);
    Shared shared;
    boolean first;
    synchronized (SHARED) {
      shared = SHARED.computeIfAbsent(key, absent -> new Shared());
      first = shared.shares == 0;
      shared.shares++;
    }
    if (first) {
      make(key, shared, config);
    }
    return new OwnerSessions(key, shared, shared.join());
  }

  /** Reads configuration, loggers and services: not under the lock. */
  private static void make(Key key, Shared shared, RolecallConfig config) {
    try {
      shared.making.complete(create(key.owner, config, key.minted));
    } catch (RuntimeException | Error e) {
      synchronized (SHARED) {
        SHARED.remove(key, shared);
      }
      shared.making.completeExceptionally(e);
      throw e;
    }
  }

  private static Made create(UserGroupInformation owner, RolecallConfig config, boolean minted) {
    Clock clock = Clock.systemUTC();
    RenewalPolicy policy = config.renewalPolicy();
    SessionMetrics metrics = new SessionMetrics(owner.getShortUserName(), clock);
    SessionStore store =
        SessionStore.onSharedThreads(minted ? policy : policy.downstream(), clock, metrics::add);
    JobSessions sessions =
        minted
            ? new MintedSessions(
                store, new Job(config, owner.getShortUserName()), policy.patience(), clock)
            : new PulledSessions(
                store,
                new GrantSource(
                    owner, GrantSource.installedChannels(), ProcessRole.keepsItsTokens()),
                policy.patience(),
                clock);
    metrics.describeJob(sessions::jobId);
    return new Made(sessions, store, metrics);
  }

  public JobSessions sessions() {
    return made.sessions;
  }

  /** Gives the share back. */
  @Override
  public void close() {
    synchronized (SHARED) {
      if (closed) {
        return;
      }
      closed = true;
      shared.shares--;
      if (shared.shares > 0) {
        return;
      }
      SHARED.remove(key, shared);
    }
    made.close();
  }
}
