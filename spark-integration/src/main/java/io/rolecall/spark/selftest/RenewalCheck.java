package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.S3Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps streams open on executors until their sessions were renewed twice. */
final class RenewalCheck implements Check {

  static final String STEP = HeldStreams.STEP;
  private static final int WANTED = 2;

  private final Cluster cluster;
  private final Duration time;
  private final List<String> written;

  RenewalCheck(Cluster cluster, Duration time, List<String> written) {
    this.cluster = cluster;
    this.time = time;
    this.written = written;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<String> places =
        findings.candidates().stream()
            .filter(candidate -> findings.doesWork(candidate))
            .filter(
                candidate ->
                    candidate
                        .route()
                        .access()
                        .match(role -> true, base -> false, anonymous -> false, nobody -> false))
            .flatMap(candidate -> candidate.locations(context).stream())
            .map(S3Location::toString)
            .toList();
    if (places.isEmpty()) {
      return List.of();
    }
    if (time.isZero()) {
      return List.of(
          CheckStep.skipped(
              STEP,
              "not tried: --for TIME keeps streams open until their sessions were renewed twice"));
    }
    List<CheckStep> steps = new ArrayList<>();
    for (String place : places) {
      Duration each = time.dividedBy(places.size());
      boolean writes = written.contains(place);
      Map<String, List<CheckStep>> byExecutor = new LinkedHashMap<>();
      boolean wasThere =
          !writes
              || cluster.askOne(
                  "looking at " + place, () -> HeldStreams.isThere(JobConf.here(), place));
      long start = System.nanoTime();
      cluster
          .askEach(
              "keeping streams of " + place + " open, for " + each.toSeconds() + " s at most",
              () -> new HeldStreams(place, writes).hold(each, WANTED))
          .forEach(
              (executor, result) -> byExecutor.put(executor, List.of(step(place, result, each))));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      Words.together(byExecutor).forEach(step -> steps.add(step.took(took)));
      if (!wasThere) {
        // Once for all executors: one of them would take what another made for what was there.
        steps.addAll(
            cluster.askOne(
                "tidying " + place, () -> HeldStreams.leaveNothing(JobConf.here(), place)));
      }
    }
    return steps;
  }

  private static CheckStep step(String place, HeldStreams.Result result, Duration each) {
    String detail = place + ": " + result.what() + " over " + result.renewals() + " renewals";
    if (result.failure() != null) {
      return CheckStep.failed(
          STEP, place + ": " + result.what() + " failed: " + result.failure(), "See the logs");
    }
    return result.renewals() >= WANTED
        ? CheckStep.ok(STEP, detail)
        : CheckStep.warning(
            STEP,
            detail + " in " + each.toSeconds() + " s",
            "Give --for twice the lifetime of a session, for each location");
  }
}
