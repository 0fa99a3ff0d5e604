package io.rolecall.supply;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a server that read a request each, and give up one that takes too long to arrive:
 * else whoever opens connections and says little would have all of them wait for him. Java's own
 * limits are properties of the whole process, which may have other servers.
 */
final class RequestThreads implements Executor, AutoCloseable {

  private static final int THREADS = 64;
  private static final int WAITING = 256;

  private final long longestMillis;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadLocal<@Nullable Arrival> arriving = new ThreadLocal<>();

  /**
   * No thread is started yet.
   *
   * @param longestMillis how long a request may be on its way, in milliseconds
   */
  RequestThreads(long longestMillis) {
    this.longestMillis = longestMillis;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            RequestThreads::thread,
            // A client whose connection is lost asks again.
            new ThreadPoolExecutor.DiscardPolicy());
    this.timer = new ScheduledThreadPoolExecutor(1, RequestThreads::thread);
    threads.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** One request on its way; a thread that reads is interrupted, which closes its connection. */
  private static final class Arrival {

    private final Thread reader = Thread.currentThread();
    private boolean arrived;

    synchronized void arrived() {
      arrived = true;
    }

    synchronized void giveUp() {
      if (!arrived) {
        reader.interrupt();
      }
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rolecall-endpoint");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(() -> read(task));
  }

  private void read(Runnable task) {
    Arrival arrival = new Arrival();
    arriving.set(arrival);
    ScheduledFuture<?> end = timer.schedule(arrival::giveUp, longestMillis, TimeUnit.MILLISECONDS);
    try {
      task.run();
    } finally {
      arrival.arrived();
      end.cancel(false);
      arriving.remove();
    }
  }

  /** The request that this thread reads is here: what it waits for now is ours. */
  void arrived() {
    Arrival arrival = arriving.get();
    if (arrival != null) {
      arrival.arrived();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
