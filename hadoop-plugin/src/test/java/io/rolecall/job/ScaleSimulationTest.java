package io.rolecall.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.job.ScaleSimulation.Result;
import io.rolecall.job.ScaleSimulation.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a job costs its driver and STS, however many executors it has. */
class ScaleSimulationTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void stsIsCalledOncePerRoleAndRenewalHoweverManyExecutorsThereAre() {
    Result few = simulate(new Size(2, 10, 3, 20, HOUR.multipliedBy(4), HOUR));
    Result many = simulate(new Size(60, 10, 3, 20, HOUR.multipliedBy(4), HOUR));
    // A session lives 36 to 42 minutes of its hour: 5 or 6 renewals in 4 hours.
    assertThat(few.stsCalls()).isBetween(3 * (1 + 5), 3 * (1 + 6));
    assertThat(many.stsCalls()).isBetween(3 * (1 + 5), 3 * (1 + 6));
    assertThat(many.rolesMinted()).as("roles that nobody uses are not minted").isEqualTo(3);
    assertThat(many.messages()).isLessThanOrEqualTo(60 * (1 + 3 + many.renewals()));
    assertThat(many.worstLeft()).isGreaterThan(Duration.ofMinutes(6));
  }

  private static Result simulate(Size size) {
    try (ScaleSimulation simulation = new ScaleSimulation(size)) {
      Result result = simulation.run();
      assertThat(simulation.held()).hasSizeBetween(size.roles(), 2 * size.roles());
      return result;
    }
  }

  /** {@code it-tests/run simulate}: writes its table to a file. */
  @Test
  @EnabledIfSystemProperty(
      named = "rolecall.simulate.table",
      matches = ".+",
      disabledReason = "takes minutes: run it-tests/run simulate")
  void simulatesAWholeCluster() throws IOException {
    Size size =
        new Size(
            Integer.getInteger("rolecall.simulate.executors", 10_000),
            Integer.getInteger("rolecall.simulate.buckets", 100),
            Integer.getInteger("rolecall.simulate.roles", 5),
            Integer.getInteger("rolecall.simulate.unused", 20),
            Duration.ofHours(Integer.getInteger("rolecall.simulate.hours", 12)),
            HOUR);
    Result ours = simulate(size);
    AssumedRoleFleet.Result peer = AssumedRoleFleet.run(size);
    String table =
        String.format(
            Locale.ROOT,
            """
            %,d executors, %,d buckets each, %d roles and %d more that nobody uses, %d h, sessions of 1 h,
            in virtual time

                                                    Rolecall   S3A's AssumedRoleCredentialProvider
            STS calls                           %,12d   %,35d
            STS calls in the busiest second     %12s   %,35d
            seconds over %d calls              %12d   %,35d
            messages to the driver              %,12d   %35s
            messages per second, at start       %,12d   %35s
            messages per second, at renewal     %,12d   %35s
            endpoint's busy share, at start     %12s   %35s
            endpoint's busy share, at renewal   %12s   %35s
            least left of a session, minutes    %12.1f   %35s
            """,
            size.executors(),
            size.buckets(),
            size.roles(),
            size.unused(),
            size.job().toHours(),
            ours.stsCalls(),
            peer.stsCalls(),
            "<= " + size.roles(),
            peer.peak(),
            AssumedRoleFleet.QUOTA,
            0,
            peer.overQuota(),
            ours.messages(),
            "-",
            ours.start().messages(),
            "-",
            ours.renewal().messages(),
            "-",
            percent(ours.start().busy()),
            "-",
            percent(ours.renewal().busy()),
            "-",
            ours.worstLeft().toSeconds() / 60.0,
            "5.0");
    Files.writeString(Path.of(System.getProperty("rolecall.simulate.table")), table);
    System.out.println(table);
    assertThat(ours.worstLeft()).isPositive();
    assertThat(ours.stsCalls()).isLessThan(AssumedRoleFleet.QUOTA);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
