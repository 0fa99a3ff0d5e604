package io.rolecall.doctor.written;

import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.Access;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks whether STS is asked at its global endpoint, whose sessions some regions do not take.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html">AWS:
 *     STS in a region</a>
 */
public final class StsRegionCheck implements Check {

  /** What the SDK calls it. */
  private static final String GLOBAL = "aws-global";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Set<String> places = new LinkedHashSet<>();
    findings
        .ofAllSets()
        .forEach(
            candidate ->
                candidate
                    .route()
                    .access()
                    .toRole()
                    .filter(StsRegionCheck::isGlobal)
                    .ifPresent(role -> places.add(candidate.ofWhom() + candidate.route().place())));
    List<CheckStep> steps = new ArrayList<>();
    places.forEach(
        place ->
            steps.add(
                CheckStep.warning(
                    "STS",
                    place
                        + ": STS is asked at its global endpoint (region '"
                        + GLOBAL
                        + "'), whose sessions are not valid in regions that were enabled by hand",
                    "Name a region: the route's 'region', or " + RolecallKeys.STS_REGION.name())));
    return steps;
  }

  private static boolean isGlobal(Access.Role role) {
    return role.sts().endpoint().isEmpty()
        && role.sts().region().filter(GLOBAL::equals).isPresent();
  }
}
