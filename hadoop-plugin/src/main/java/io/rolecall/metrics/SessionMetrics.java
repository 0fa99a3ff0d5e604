package io.rolecall.metrics;

import io.rolecall.renewal.LiveSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.apache.hadoop.metrics2.util.MBeans;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the live sessions of one owner and job: in JMX, and as records of Hadoop's default
 * metrics system where the process runs one. Thread-safe.
 *
 * @see <a
 *     href="https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/Metrics.html">Hadoop
 *     metrics</a>
 */
public final class SessionMetrics implements AutoCloseable {

  private static final AtomicLong COUNT = new AtomicLong();

  private final String user;
  private final Clock clock;
  private volatile Supplier<String> job = () -> "";
  private final Set<RouteMetrics> published = ConcurrentHashMap.newKeySet();
  private final List<ObjectName> beans = new ArrayList<>();
  private boolean closed;

  /**
   * Publishes nothing yet.
   *
   * @param user the Hadoop user
   * @param clock this process's clock
   */
  public SessionMetrics(String user, Clock clock) {
    this.user = user;
    this.clock = clock;
  }

  /**
   * Says what the sessions are for.
   *
   * @param id gives the job's id, as far as it is known
   */
  public void describeJob(Supplier<String> id) {
    job = id;
  }

  /**
   * Publishes a live session.
   *
   * @param live the session
   */
  public synchronized void add(LiveSession live) {
    if (closed) {
      return;
    }
    RouteMetrics route = new RouteMetrics(live, user, () -> job.get(), clock);
    if (published.add(route)) {
      ProcessMetrics.add(route);
      @Nullable ObjectName bean = MBeans.register("Rolecall", beanName(live.firstName()), route);
      if (bean != null) {
        beans.add(bean);
      }
    }
  }

  /** A number, because several owners may have sessions of one location. */
  private static String beanName(String route) {
    String location = route.replaceFirst(" -> .*", "").replaceFirst("^s3a://", "");
    return "Session"
        + COUNT.incrementAndGet()
        + "-"
        + location.replaceAll("[^\\p{Alnum}/._-]", "_");
  }

  /** Takes back what it has published. */
  @Override
  public synchronized void close() {
    closed = true;
    beans.forEach(MBeans::unregister);
    beans.clear();
    published.forEach(ProcessMetrics::remove);
    published.clear();
  }
}
