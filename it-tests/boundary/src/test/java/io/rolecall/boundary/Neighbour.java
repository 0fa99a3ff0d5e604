package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;

/** Somebody else whose queries go on all the time, in a session of her own. */
final class Neighbour implements AutoCloseable {

  private static final long PAUSE_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SparkSession alice;
  private final ScheduledExecutorService queries = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong read = new AtomicLong();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  Neighbour(Application application) {
    alice = application.connect("alice");
    queries.scheduleWithFixedDelay(this::query, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    goesOn();
  }

  private void query() {
    Outcome outcome =
        Outcome.of(() -> Sessions.select(alice, "s3a://" + Accounts.LAKE + "/honest.txt"));
    if (outcome.lines().equals(Accounts.HONEST_LINES)) {
      read.incrementAndGet();
    } else {
      complaints.add(outcome.text());
    }
  }

  /** Another of her queries is answered rightly. */
  void goesOn() {
    long before = read.get();
    Await.until(PATIENCE, () -> read.get() > before || !complaints.isEmpty());
    assertContent();
  }

  /** None of her queries has failed or read something else. */
  void assertContent() {
    assertThat(complaints).as("what the neighbour got").isEmpty();
  }

  /** She reads what an attacker has tried to open before. */
  void reads(String location) {
    assertThat(Outcome.of(() -> Sessions.select(alice, location)))
        .as("what the neighbour reads of %s after the attack", location)
        .isEqualTo(new Outcome(Accounts.HONEST_LINES, List.of()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    queries.shutdown();
    queries.awaitTermination(1, TimeUnit.MINUTES);
    alice.close();
  }
}
