package io.rolecall.doctor;

import io.rolecall.catalogs.CatalogFinding;
import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.catalogs.IcebergCatalogs;
import io.rolecall.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
      return IcebergCatalogs.check(launched, List.of(context.book()), name -> true).stream()
          .map(CatalogCheck::step)
          .toList();
    } catch (ConfigException e) {
      return List.of(); // Another check tells of routes that cannot be read.
    }
  }

  private static CheckStep step(CatalogFinding finding) {
    return finding.kind() == Kind.MIGHT_PASS_BY
        ? CheckStep.warning(STEP, finding.text(), finding.remedy())
        : CheckStep.failed(STEP, finding.text(), finding.remedy());
  }
}
