package io.rolecall.renewal;

import io.rolecall.process.Shares;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all live sessions of the process, started by the first store and gone with the
 * last: daemons that end after a minute without work.
 *
 * <p>One begins renewals, and waits for nothing. Each question to a source has a thread of its own,
 * so that one which hangs delays nobody else's; there are never more than live sessions, as each
 * asks one question at a time.
 */
final class RenewalThreads {

  private static final Shares<String, RenewalThreads> SHARED = new Shares<>(RenewalThreads::end);

  private final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(1, daemons("rolecall-renewal-"));
  private final ThreadPoolExecutor flights =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.MINUTES,
          new SynchronousQueue<>(),
          daemons("rolecall-flight-"));

  private RenewalThreads() {
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    scheduler.setKeepAliveTime(1, TimeUnit.MINUTES);
  }

  /** A share in the threads; the last one that is given back ends them. */
  static Shares.Share<RenewalThreads> take() {
    return SHARED.take("all stores", RenewalThreads::new);
  }

  private void end() {
    scheduler.shutdownNow();
    flights.shutdownNow();
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  Executor flights() {
    return flights;
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = ofNobody(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      thread.setContextClassLoader(RenewalThreads.class.getClassLoader());
      return thread;
    };
  }

  /**
   * A thread in which whoever happens to begin it leaves nothing of itself: no user, in whose name
   * Hadoop would act, and no inheritable thread locals. The next flight may be another user's.
   */
  @SuppressWarnings("removal") // The only way to shed a user where threads inherit it.
  private static Thread ofNobody(Runnable task, String name) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
  }
}
