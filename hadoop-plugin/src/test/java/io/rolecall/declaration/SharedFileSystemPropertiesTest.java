package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.Doctor;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * Whatever a launch says for all and for a catalog, {@code check} fails for Hadoop's cache where a
 * job refuses a file system of a bucket that is routed, and only there.
 */
class SharedFileSystemPropertiesTest {

  private static final int LAUNCHES = 200;
  private static final int LEAST = 30;
  private static final String BUCKET = "b1";

  private final Random random = new Random(20261126);

  private Map<String, String> drawn() {
    Map<String, String> keys = new TreeMap<>();
    if (random.nextBoolean()) {
      keys.put(
          "fs.s3a.bucket.b1.aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    }
    if (random.nextInt(3) == 0) {
      keys.put("fs.s3a.bucket.b1.endpoint.region", "eu-west-" + (1 + random.nextInt(2)));
    }
    if (random.nextInt(3) == 0) {
      keys.put("fs.s3a.bucket.b2.endpoint.region", "eu-west-1");
    }
    if (random.nextInt(3) == 0) {
      keys.put("fs.s3a.impl.disable.cache", String.valueOf(random.nextBoolean()));
    }
    return keys;
  }

  private static boolean isRefused(Declaration declaration, HadoopUser user) {
    return declaration.sets().stream()
        .filter(set -> !set.of(BUCKET, user).routes().isEmpty())
        .anyMatch(set -> isRefused(declaration, set));
  }

  private static boolean isRefused(Declaration declaration, RouteBook set) {
    try {
      declaration.settle(new Configuration(set.conf()), "s3a", BUCKET, false);
      return false;
    } catch (ConfigException e) {
      assertThat(e).hasMessageContaining("Hadoop keeps one file system");
      return true;
    }
  }

  @Test
  void checkFailsWhereAJobIsRefused() {
    Map<Boolean, Integer> seen = new HashMap<>();
    for (int number = 0; number < LAUNCHES; number++) {
      Configuration conf = new Configuration(false);
      conf.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
      drawn().forEach(conf::set);
      Map<String, String> launched = new TreeMap<>();
      drawn().forEach((key, value) -> launched.put("spark.sql.catalog.lake.hadoop." + key, value));
      HadoopUser user = HadoopUser.of("alice", conf);
      boolean refused =
          isRefused(
              Declaration.of(
                  new Launch(this, () -> conf, CatalogSets.of(launched), "spark.hadoop.", false)),
              user);
      boolean failed =
          Doctor.examine(
                  CheckContext.of(
                      conf,
                      launched,
                      user,
                      List.of(S3Location.parse("s3a://" + BUCKET)),
                      List.of(),
                      Clock.systemUTC()))
              .stream()
              .anyMatch(
                  step ->
                      step.outcome() == Outcome.FAILED && step.detail().contains("Hadoop keeps"));
      assertThat(failed)
          .as("launch %d: %s, %s", number, conf.getValByRegex("fs.*"), launched)
          .isEqualTo(refused);
      seen.merge(refused, 1, Integer::sum);
    }
    assertThat(seen)
        .containsOnlyKeys(true, false)
        .allSatisfy(
            (refused, count) ->
                assertThat(count).as("refused " + refused).isGreaterThanOrEqualTo(LEAST));
  }
}
