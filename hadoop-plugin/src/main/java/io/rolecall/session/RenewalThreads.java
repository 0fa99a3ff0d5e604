package io.rolecall.session;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that renew sessions ahead of time: two daemons for the whole process, started by the
 * first store and gone with the last.
 *
 * <p>Two suffice because nothing depends on them in time: a caller who finds no valid session gets
 * one on its own thread.
 */
final class RenewalThreads {

  private static final int THREADS = 2;

  private static @Nullable ScheduledThreadPoolExecutor executor;
  private static int users;

  private RenewalThreads() {}

  /** Takes a share in the threads. Each call needs one {@link #release()}. */
  static synchronized ScheduledExecutorService acquire() {
    ScheduledThreadPoolExecutor threads = executor;
    if (threads == null) {
      threads = new ScheduledThreadPoolExecutor(THREADS, daemons());
      threads.setRemoveOnCancelPolicy(true);
      threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      threads.setKeepAliveTime(1, TimeUnit.MINUTES);
      executor = threads;
    }
    users++;
    return threads;
  }

  /** Gives a share back; the last one ends the threads. */
  static synchronized void release() {
    users--;
    if (users == 0 && executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads = Executors.defaultThreadFactory();
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName("rolecall-renewal-" + number.incrementAndGet());
      thread.setDaemon(true);
      // The first FileSystem may be made under an application's class loader: do not keep it alive.
      thread.setContextClassLoader(RenewalThreads.class.getClassLoader());
      return thread;
    };
  }
}
