package io.rolecall.delegation;

import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.metrics.SessionMetrics;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A share in the sessions that one owner has for one job in this process. FileSystems of the same
 * owner share them, FileSystems of different owners never do; they end with the last share.
 */
final class OwnerSessions implements AutoCloseable {

  private static final Map<Key, OwnerSessions.Shared> SHARED = new HashMap<>();

  private final Key key;
  private final Shared shared;
  private boolean closed;

  private OwnerSessions(Key key, Shared shared) {
    this.key = key;
    this.shared = shared;
  }

  /** Whose sessions they are. A UGI is equal to itself alone, so users are never mixed up. */
  private record Key(UserGroupInformation owner, String jobId, boolean minted) {}

  private static final class Shared {
    private final JobSessions sessions;
    private final SessionMetrics metrics;
    private int shares;

    Shared(JobSessions sessions, SessionMetrics metrics) {
      this.sessions = sessions;
      this.metrics = metrics;
    }

    void close() {
      metrics.close();
      sessions.close();
    }
  }

  /**
   * The sessions of a process that was not given a token: minted by a driver, pulled by an
   * executor.
   */
  static OwnerSessions acquire(UserGroupInformation owner, RolecallConfig config) {
    boolean executor =
        config.processRole() == ProcessRole.EXECUTOR
            || GrantSource.isExecutor(GrantSource.installedChannels());
    return acquire(owner, config, !executor);
  }

  /**
   * The sessions of a process that was given a token: pulled, unless the owner mints here already,
   * or the configuration says so. A driver's own tokens come back to it, and end before its job
   * does; and with Kerberos, Hadoop gives a job tokens that nobody asked for.
   */
  static OwnerSessions acquireWithToken(UserGroupInformation owner, RolecallConfig config) {
    if (config.isNamedDriver()) {
      return acquire(owner, config);
    }
    synchronized (SHARED) {
      boolean mints = SHARED.containsKey(new Key(owner, jobId(config), true));
      return acquire(owner, config, mints);
    }
  }

  private static String jobId(RolecallConfig config) {
    return config.find(RolecallKeys.JOB_ID).orElse("");
  }

  private static OwnerSessions acquire(
      UserGroupInformation owner, RolecallConfig config, boolean minted) {
    Key key = new Key(owner, jobId(config), minted);
    synchronized (SHARED) {
      Shared shared = SHARED.computeIfAbsent(key, absent -> create(owner, config, minted));
      shared.shares++;
      return new OwnerSessions(key, shared);
    }
  }

  private static Shared create(UserGroupInformation owner, RolecallConfig config, boolean minted) {
    SecretLoggers.quieten();
    Clock clock = Clock.systemUTC();
    RenewalPolicy policy = config.renewalPolicy();
    SessionMetrics metrics = new SessionMetrics(owner.getShortUserName(), clock);
    JobSessions sessions =
        minted
            ? new MintedSessions(
                SessionStore.onSharedThreads(policy, clock, metrics::add),
                new Job(config, owner.getShortUserName()),
                policy.patience(),
                clock)
            : new PulledSessions(
                SessionStore.onSharedThreads(policy.downstream(), clock, metrics::add),
                new GrantSource(
                    owner, GrantSource.installedChannels(), ProcessRole.keepsItsTokens()),
                policy.patience(),
                clock);
    metrics.describeJob(sessions::jobId);
    return new Shared(sessions, metrics);
  }

  JobSessions sessions() {
    return shared.sessions;
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
      SHARED.remove(key);
    }
    shared.close();
  }
}
