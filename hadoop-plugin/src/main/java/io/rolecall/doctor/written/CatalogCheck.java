package io.rolecall.doctor.written;

import io.rolecall.catalogs.CatalogFinding;
import io.rolecall.catalogs.HiveMetastore;
import io.rolecall.catalogs.IcebergCatalogs;
import io.rolecall.catalogs.NativeReaders;
import io.rolecall.config.ConfigException;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks whether files would pass the routes by, as a driver does: those of a catalog of Iceberg, or
 * what a reader in native code reads; and whether somebody else makes a table's folders.
 */
public final class CatalogCheck implements Check {

  private static final String CATALOGS = "catalogs";
  private static final String NATIVE_READERS = "native readers";
  private static final String METASTORE = "metastore";

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    Map<String, String> launched = context.launched();
    boolean unrouted = Boolean.parseBoolean(launched.getOrDefault(IcebergCatalogs.UNROUTED, ""));
    try {
      // Which classes the job will have is not known here.
      return Stream.of(
              steps(
                  CATALOGS,
                  IcebergCatalogs.check(launched, context.sets(), name -> true),
                  unrouted),
              steps(
                  NATIVE_READERS,
                  NativeReaders.check(launched, context.sets(), name -> true),
                  unrouted),
              steps(METASTORE, HiveMetastore.check(launched, context.sets()), unrouted))
          .flatMap(List::stream)
          .toList();
    } catch (ConfigException e) {
      return List.of(); // Another check tells of routes that cannot be read.
    }
  }

  private static List<CheckStep> steps(
      String name, List<CatalogFinding> findings, boolean unrouted) {
    return findings.stream().map(finding -> step(name, finding, unrouted)).toList();
  }

  private static CheckStep step(String name, CatalogFinding finding, boolean unrouted) {
    return finding.warns(unrouted)
        ? CheckStep.warning(name, finding.text(), finding.remedy())
        : CheckStep.failed(name, finding.text(), finding.remedy());
  }
}
