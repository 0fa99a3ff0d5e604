package io.rolecall.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.credentials.BucketRoutes;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RouteTable;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.sts.Job;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What locations are called whose sessions are shared. */
class SharedSessionNamesTest {

  private static final String HUB = "arn:aws:iam::111122223333:role/hub";
  private static final String LAST = "arn:aws:iam::444455556666:role/last";
  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://b1", "roles": [{"role": "%1$s"}, {"role": "%2$s"}]},
        {"location": "s3a://b1/hub", "role": "%1$s"},
        {"location": "s3a://b1/more", "role": "%1$s"}]}
      """
          .formatted(HUB, LAST);

  private final FakeClock clock = new FakeClock();
  private MintedSessions sessions;
  private RoutedBucket bucket;

  @BeforeEach
  void open() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", ROUTES);
    bucket = RouteBook.of(conf).of("b1", HadoopUser.current());
    sessions =
        new MintedSessions(
            new SessionStore(
                new RenewalPolicy(
                    0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1)),
                clock,
                new FakeScheduler(clock),
                Runnable::run),
            new Job(bucket.config(), "alice"),
            Duration.ofSeconds(20),
            clock);
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  /** The hub's session was there before, for the role that it assumes. */
  @Test
  void aLocationIsCalledByItsOwnRole() {
    BucketRoutes routes = new BucketRoutes(sessions.routes(bucket));
    assertThat(routes.find("k")).hasToString("s3a://b1 -> " + LAST + " <- " + HUB);
    assertThat(routes.find("hub/k")).hasToString("s3a://b1/hub -> " + HUB);
    assertThat(routes.find("more/k")).hasToString("s3a://b1/more -> " + HUB);
  }

  @Test
  void aSessionIsCalledByAllItsLocations() {
    RouteTable<?> routes = sessions.routes(bucket);
    assertThat(routes.find("hub/k"))
        .asString()
        .contains(
            "s3a://b1/hub", "s3a://b1/more", " -> " + HUB, "s3a://b1 -> " + HUB + " (through)")
        .doesNotContain(LAST);
  }
}
