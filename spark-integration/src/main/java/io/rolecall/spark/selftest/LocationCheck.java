package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Probe;
import io.rolecall.doctor.probe.LocationProbe;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and reads each location on each executor, and writes on one, where that is wanted. */
final class LocationCheck implements Check {

  private final Cluster cluster;
  private final List<String> written;

  LocationCheck(Cluster cluster, List<String> written) {
    this.cluster = cluster;
    this.written = written;
  }

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    for (Findings.Candidate candidate : findings.candidates()) {
      for (S3Location place : candidate.locations(context)) {
        steps.addAll(
            findings.doesWork(candidate)
                ? tried(place.toString())
                : List.of(
                    CheckStep.skipped(
                        LocationProbe.STEP, place + ": there is no session of its role")));
      }
    }
    return steps;
  }

  private List<CheckStep> tried(String place) {
    Map<String, List<CheckStep>> all = new LinkedHashMap<>();
    cluster
        .askEach(
            "listing and reading " + place + " on executors",
            () ->
                new ArrayList<>(
                    LocationProbe.inJob(JobConf.here(), S3Location.parse(place))
                        .check(List.of(Probe.LIST, Probe.READ))))
        .forEach(all::put);
    List<CheckStep> steps = new ArrayList<>(Words.together(all));
    if (written.contains(place)) {
      steps.addAll(cluster.askOne("writing to " + place + " on an executor", () -> write(place)));
    }
    return steps;
  }

  private static ArrayList<CheckStep> write(String place) {
    ArrayList<CheckStep> steps =
        new ArrayList<>(
            LocationProbe.inJob(JobConf.here(), S3Location.parse(place))
                .check(List.of(Probe.WRITE, Probe.MULTIPART, Probe.RENAME)));
    if (!Findings.isFailed(steps)) {
      steps.addAll(new CommittedFile(JobConf.here(), place).check());
    }
    return steps;
  }
}
