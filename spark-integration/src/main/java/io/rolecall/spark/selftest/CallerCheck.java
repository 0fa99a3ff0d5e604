package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.probe.OpenLocation;
import io.rolecall.doctor.routes.Clocks;
import io.rolecall.driver.TrialJob;
import io.rolecall.route.Access;
import io.rolecall.route.S3Location;
import io.rolecall.s3a.SignedQuestion;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks STS who signs an executor's requests. The executor signs the call as it signs requests to
 * S3, and the driver sends it, as it sends its own: executors never call STS.
 */
final class CallerCheck implements Check {

  static final String STEP = "caller";

  private final Cluster cluster;

  CallerCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (findings.clockSkew().filter(Clocks::isOff).isPresent()) {
      return List.of(
          CheckStep.skipped(STEP, "STS takes no signature by a clock that is this wrong"));
    }
    List<CheckStep> steps = new ArrayList<>();
    for (Findings.Candidate candidate : findings.candidates()) {
      if (findings.doesWork(candidate)) {
        try (TrialJob job = TrialJob.of(candidate.routed(), context.clock())) {
          for (S3Location place : candidate.locations(context)) {
            candidate
                .route()
                .access()
                .match(
                    role -> steps.add(step(job, place.toString(), role)),
                    base ->
                        steps.add(
                            CheckStep.skipped(
                                STEP,
                                place + " is the base identity's, which executors do not have")),
                    anonymous ->
                        steps.add(
                            CheckStep.skipped(
                                STEP, place + " is accessed anonymously: nobody signs for it")),
                    nobody -> false);
          }
        }
      }
    }
    return steps;
  }

  private CheckStep step(TrialJob job, String place, Access.Role role) {
    long start = System.nanoTime();
    return asked(job, place, role).took(Duration.ofNanos(System.nanoTime() - start));
  }

  private CheckStep asked(TrialJob job, String place, Access.Role role) {
    try {
      return job.foreignCaller(
              role,
              (sts, region) ->
                  cluster
                      .askOne(
                          "letting an executor sign for " + place, () -> sign(place, sts, region))
                      .headers(),
              "session of executors")
          .map(arn -> judged(place, role, arn))
          .orElseGet(() -> CheckStep.skipped(STEP, place + ": this STS has no GetCallerIdentity"));
    } catch (SessionException e) {
      return CheckStep.failed(
          STEP,
          place + ": " + Words.of(e),
          "Look at the endpoint: it must be the STS that gave the sessions");
    } catch (RuntimeException e) {
      return CheckStep.failed(STEP, place + ": " + Words.of(e), "See the executors' logs");
    }
  }

  private CheckStep judged(String place, Access.Role role, String arn) {
    String session = arn.substring(arn.lastIndexOf('/') + 1);
    String detail = "executors sign for " + place + " as " + arn;
    if (!role.role().isAssumedBy(arn, session)) {
      return CheckStep.failed(
          STEP,
          detail + ", but the route names " + role.role(),
          "Look at which STS endpoint answers");
    }
    String application = cluster.context().applicationId();
    return session.contains(application)
        ? CheckStep.ok(STEP, detail)
        : CheckStep.warning(
            STEP,
            detail + ": the session name does not tell the application " + application,
            "Remove fs.s3a.rolecall.job.id, so that CloudTrail tells which application it was");
  }

  private static SignedQuestion sign(String place, URI sts, String region) {
    try (OpenLocation location = OpenLocation.of(JobConf.here(), S3Location.parse(place))) {
      return location.whoAsks(sts, region);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
