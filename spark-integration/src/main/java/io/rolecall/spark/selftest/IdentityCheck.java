package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks whether code on executors finds an AWS identity, with which it could bypass every route.
 */
final class IdentityCheck implements Check {

  static final String STEP = "identity";

  private static final String ADVICE =
      "Take it from executors: give the base identity to the driver alone, and keep the metadata"
          + " service out of executors' reach (--allow-identity makes this a warning)";

  private final Cluster cluster;
  private final boolean allowed;

  IdentityCheck(Cluster cluster, boolean allowed) {
    this.cluster = cluster;
    this.allowed = allowed;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    if (cluster.isLocal()) {
      return List.of(CheckStep.skipped(STEP, "there are no executors that could have one"));
    }
    Map<String, ArrayList<String>> answers =
        cluster.askEach(
            "looking for identities on executors",
            () -> new ArrayList<>(new IdentityLook(System.getenv()).all(JobConf.here())));
    Map<String, List<CheckStep>> steps = new LinkedHashMap<>();
    answers.forEach((executor, places) -> steps.put(executor, steps(places)));
    return Words.together(steps);
  }

  private List<CheckStep> steps(List<String> places) {
    if (places.isEmpty()) {
      return List.of(
          CheckStep.ok(
              STEP,
              "no AWS identity in the environment, properties, files, configuration and credential"
                  + " stores, nor from a metadata service"));
    }
    return places.stream()
        .map(place -> "an AWS identity is within reach: " + place)
        .map(
            detail ->
                allowed
                    ? CheckStep.warning(STEP, detail, ADVICE)
                    : CheckStep.failed(STEP, detail, ADVICE))
        .toList();
  }
}
