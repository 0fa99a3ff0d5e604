package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Route;
import io.rolecall.routes.RoutedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the routes of clients of other services. Nothing of S3A concerns them: neither its keys
 * nor how it reaches a bucket.
 */
public final class ClientRouteCheck implements Check {

  private static final String STEP = "routes";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    for (NamedClient client : context.clients()) {
      steps.addAll(check(context, client, findings));
    }
    return steps;
  }

  /** Looks at one client, and says whether its route can be tried. */
  static List<CheckStep> check(CheckContext context, NamedClient client, Findings findings) {
    RoutedClient routed = context.book().of(client, context.caller());
    List<CheckStep> steps = new ArrayList<>();
    try {
      routed.config().renewalPolicy();
      routed.config().processRole();
      Optional<Route> route = routed.route();
      RouteCheck.externalId(routed.config(), routed.all(), steps);
      route.ifPresent(
          found -> {
            if (steps.isEmpty()) {
              steps.add(RouteCheck.counted(client.toString(), routed));
            }
            findings.canBeTried(new Findings.Candidate(context.book(), routed, found));
          });
    } catch (ConfigException e) {
      steps.add(CheckStep.failed(STEP, client + ": " + e.getMessage(), null));
    }
    return steps;
  }
}
