package io.rolecall.doctor.probe;

import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Findings.Candidate;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.List;

/** Tries what is asked for, at the location or at each route. */
public final class ProbeCheck implements Check {

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    if (context.probes().isEmpty()) {
      return steps;
    }
    for (Candidate candidate : findings.ofAllSets()) {
      if (!candidate.isOpen()) {
        continue; // That it is closed has been said.
      }
      for (S3Location location : candidate.locations(context)) {
        List<CheckStep> tried =
            findings.doesWork(candidate)
                ? LocationProbe.impatient(candidate.book().conf(), location).check(context.probes())
                : List.of(
                    CheckStep.skipped("probe", location + ": there is no session of its role"));
        tried.forEach(step -> steps.add(step.withDetail(candidate.ofWhom() + step.detail())));
      }
    }
    return steps;
  }
}
