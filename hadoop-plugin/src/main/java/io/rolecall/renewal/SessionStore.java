package io.rolecall.renewal;

import io.rolecall.process.Shares;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.SessionSource;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * The live sessions of one owner and job in this process: one per role (as routed), however many
 * buckets, FileSystems and streams use it. Thread-safe.
 */
public final class SessionStore implements AutoCloseable {

  private final ConcurrentMap<Object, LiveSession> sessions = new ConcurrentHashMap<>();
  private final RenewalPolicy policy;
  private final SessionEnvironment environment;
  private final Consumer<LiveSession> observer;
  private final Runnable onClose;
  private volatile boolean closed;

  /**
   * A store on the given threads, which stay their owner's.
   *
   * @param policy when to renew
   * @param clock this process's clock
   * @param scheduler begins renewals and ends sessions at their times; nothing on it waits
   * @param flights where sources are asked, for as long as they take: one question at a time for
   *     each live session
   */
  public SessionStore(
      RenewalPolicy policy, Clock clock, ScheduledExecutorService scheduler, Executor flights) {
    this(policy, SessionEnvironment.of(clock, scheduler, flights));
  }

  /**
   * A store in an environment of its owner's.
   *
   * @param policy when to renew
   * @param environment time, chance, and threads
   */
  public SessionStore(RenewalPolicy policy, SessionEnvironment environment) {
    this(policy, environment, live -> {}, () -> {});
  }

  SessionStore(
      RenewalPolicy policy,
      SessionEnvironment environment,
      Consumer<LiveSession> observer,
      Runnable onClose) {
    this.policy = policy;
    this.environment = environment;
    this.observer = observer;
    this.onClose = onClose;
  }

  /**
   * A store on the threads that all stores of the process share.
   *
   * @param policy when to renew
   * @param clock this process's clock
   * @param observer is shown each live session that is made
   * @return the store
   */
  public static SessionStore onSharedThreads(
      RenewalPolicy policy, Clock clock, Consumer<LiveSession> observer) {
    Shares.Share<RenewalThreads> share = RenewalThreads.take();
    RenewalThreads threads = share.value();
    return new SessionStore(
        policy,
        SessionEnvironment.of(clock, threads.scheduler(), threads.flights()),
        observer,
        share::close);
  }

  /**
   * The live session of a role; made, not yet obtained, at the first call.
   *
   * @param key what identifies it: equal keys share one session
   * @param name what messages call it, for example the route
   * @param source where its sessions come from
   * @return the live session
   */
  public LiveSession session(Object key, String name, SessionSource source) {
    LiveSession known = sessions.get(key);
    if (known == null) {
      LiveSession made = new LiveSession(name, source, policy, environment);
      known = sessions.putIfAbsent(key, made);
      if (known == null) {
        known = made;
        observer.accept(made);
      }
    }
    known.alsoServes(name);
    if (closed) {
      known.close();
    }
    return known;
  }

  /**
   * What live sessions take from outside, for those who ask other questions for them.
   *
   * @return time, chance, and threads; they stay their owner's
   */
  public SessionEnvironment environment() {
    return environment;
  }

  /**
   * All live sessions of the store.
   *
   * @return a snapshot
   */
  public Collection<LiveSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** Stops renewing and forgets all sessions. Callers that wait for one fail. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    sessions.values().forEach(LiveSession::close);
    sessions.clear();
    onClose.run();
  }
}
