package io.rolecall.doctor;

import io.rolecall.catalogs.CatalogFinding;
import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.catalogs.IcebergCatalogs;
import io.rolecall.config.ConfigException;
import io.rolecall.declaration.CatalogSets;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Looks whether files of a catalog of Iceberg would pass the routes by, as a driver does. */
final class CatalogCheck implements Check {

  private static final String STEP = "catalogs";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Map<String, String> launched = new TreeMap<>();
    for (Map.Entry<String, String> entry : context.conf()) {
      launched.put(entry.getKey(), entry.getValue());
    }
    try {
      // Which classes the job will have is not known here.
      boolean unrouted = Boolean.parseBoolean(launched.getOrDefault(IcebergCatalogs.UNROUTED, ""));
      return IcebergCatalogs.check(launched, sets(context, launched), name -> true).stream()
          .map(finding -> step(finding, unrouted))
          .toList();
    } catch (ConfigException e) {
      return List.of(); // Another check tells of routes that cannot be read.
    }
  }

  /** The base, and what each catalog has over it, as a driver declares them. */
  private static List<RouteBook> sets(CheckContext context, Map<String, String> launched) {
    List<RouteBook> sets = new ArrayList<>(List.of(context.book()));
    CatalogSets.of(launched)
        .forEach(
            (name, keys) -> {
              Configuration own = new Configuration(context.conf());
              keys.forEach(own::set);
              sets.add(RouteBook.of(own));
            });
    return sets;
  }

  private static CheckStep step(CatalogFinding finding, boolean unrouted) {
    return finding.kind() == Kind.MIGHT_PASS_BY || (finding.kind() == Kind.PASSES_BY && unrouted)
        ? CheckStep.warning(STEP, finding.text(), finding.remedy())
        : CheckStep.failed(STEP, finding.text(), finding.remedy());
  }
}
