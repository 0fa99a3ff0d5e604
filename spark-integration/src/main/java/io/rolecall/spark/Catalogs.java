package io.rolecall.spark;

import io.rolecall.catalogs.CatalogFinding;
import io.rolecall.catalogs.CatalogFinding.Kind;
import io.rolecall.catalogs.IcebergCatalogs;
import io.rolecall.catalogs.NativeReaders;
import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Whether an application may start with the catalogs and native readers that it is launched with.
 */
final class Catalogs {

  private Catalogs() {}

  /**
   * Checks them.
   *
   * @param conf what the application was launched with
   * @param sets the declared routes
   * @param classes tells whether a class can be loaded, with all that it refers to
   * @return warnings, one line each
   * @throws ConfigException if the files of a catalog are routed and would pass Rolecall by, or
   *     those that a native reader reads; says what to set
   */
  static List<String> check(SparkConf conf, List<RouteBook> sets, Predicate<String> classes) {
    boolean unrouted = conf.getBoolean(IcebergCatalogs.UNROUTED, false);
    List<String> warnings = new ArrayList<>();
    Map<String, String> launched = launched(conf);
    List<CatalogFinding> findings = new ArrayList<>();
    findings.addAll(NativeReaders.check(launched, sets, classes));
    findings.addAll(IcebergCatalogs.check(launched, sets, classes));
    List<String> refusals = new ArrayList<>();
    boolean passesBy = false;
    for (CatalogFinding finding : findings) {
      boolean ofSwitch = finding.kind() == Kind.PASSES_BY;
      if (finding.warns(unrouted)) {
        warnings.add((ofSwitch ? IcebergCatalogs.UNROUTED + "=true: " : "") + finding.message());
      } else {
        refusals.add(finding.message());
        passesBy |= ofSwitch;
      }
    }
    if (!refusals.isEmpty()) {
      throw new ConfigException(
          String.join(".\n", refusals)
              + (passesBy
                  ? ". To start all the same, set " + IcebergCatalogs.UNROUTED + "=true"
                  : ""),
          null);
    }
    return warnings;
  }

  private static Map<String, String> launched(SparkConf conf) {
    Map<String, String> all = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      all.put(entry._1(), entry._2());
    }
    return all;
  }
}
