package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.written.DocumentCheck;
import io.rolecall.doctor.written.KeyCheck;
import io.rolecall.doctor.written.SwitchCheck;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Route;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the keys and routes that catalogs of Iceberg have for themselves ({@code
 * spark.sql.catalog.NAME.hadoop.*}), and EMRFS in its own file, as the other checks look at those
 * of all: a job may use them, too. What one has in common with all others is not said again.
 */
public final class CatalogRoutesCheck implements Check {

  /** What is looked at where a catalog says nothing of a bucket. */
  private static final List<Check> OF_ALL_BUCKETS =
      List.of(new SwitchCheck(), new DocumentCheck(), new KeyCheck(), new EveryOtherBucketCheck());

  /** The same of EMRFS, which is switched on otherwise. */
  private static final List<Check> OF_EMRFS =
      List.of(new DocumentCheck(), new KeyCheck(), new EveryOtherBucketCheck());

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    for (RouteBook set : context.furtherSets()) {
      List<CheckStep> own = check(context.of(context.book()), context.of(set), findings);
      own.forEach(
          step -> steps.add(step.withDetail(Findings.Candidate.ofWhom(set) + step.detail())));
    }
    return steps;
  }

  private static List<CheckStep> check(CheckContext base, CheckContext own, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    boolean ofEmrfs = own.book().name().equals(DeclaredSets.EMRFS);
    for (Check check : ofEmrfs ? OF_EMRFS : OF_ALL_BUCKETS) {
      List<CheckStep> found = new ArrayList<>(check.check(own, new Findings()));
      found.removeAll(check.check(base, new Findings()));
      steps.addAll(found);
      if (check.isBasis() && Findings.isFailed(found)) {
        return steps;
      }
    }
    for (String bucket : own.buckets()) {
      if (!DeclaredSets.agree(own.book(), base.book(), bucket)) {
        List<CheckStep> found = new ArrayList<>(RouteCheck.check(own, bucket, findings));
        if (routes(own, bucket).equals(routes(base, bucket))) {
          found.removeAll(RouteCheck.check(base, bucket, new Findings()));
        }
        steps.addAll(found);
      }
    }
    for (NamedClient client : own.clients()) {
      if (!DeclaredSets.agree(own.book(), base.book(), client)) {
        List<CheckStep> found = new ArrayList<>(ClientRouteCheck.check(own, client, findings));
        if (route(own, client).equals(route(base, client))) {
          found.removeAll(ClientRouteCheck.check(base, client, new Findings()));
        }
        steps.addAll(found);
      }
    }
    return steps;
  }

  private static Map<String, Route> routes(CheckContext context, String bucket) {
    try {
      return context.book().of(bucket, context.caller()).routes().byPrefix();
    } catch (ConfigException e) {
      return Map.of(); // The check of the bucket tells of it.
    }
  }

  private static Optional<Route> route(CheckContext context, NamedClient client) {
    try {
      return context.book().of(client, context.caller()).route();
    } catch (ConfigException e) {
      return Optional.empty(); // The check of the client tells of it.
    }
  }
}
