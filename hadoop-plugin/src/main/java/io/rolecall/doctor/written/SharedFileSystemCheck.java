package io.rolecall.doctor.written;

import io.rolecall.catalogs.IcebergCatalogs;
import io.rolecall.config.ConfigException;
import io.rolecall.declaration.CatalogSets;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.declaration.HadoopCache;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.doctor.check.Findings;
import io.rolecall.routes.RouteBook;
import io.rolecall.s3a.RolecallFileSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Looks whether Hadoop would keep one file system of a bucket for several declared sets that say
 * different things of it. A job refuses to open it.
 */
public final class SharedFileSystemCheck implements Check {

  private static final String STEP = "routes";
  private static final List<String> SCHEMES = List.of("s3a", "s3", "s3n");

  /** Stands for the buckets that no route names. */
  private static final String EVERY_OTHER = "*";

  /** What is wrong with a bucket, without its name. */
  private record Finding(Outcome outcome, String reason) {}

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<RouteBook> sets = context.declared().ofFileSystems();
    if (sets.size() < 2) {
      return List.of();
    }
    Map<Finding, List<String>> found = new LinkedHashMap<>();
    try {
      for (String bucket : buckets(context, sets)) {
        for (String scheme : SCHEMES) {
          check(context, bucket, scheme)
              .ifPresent(
                  finding ->
                      found.computeIfAbsent(finding, absent -> new ArrayList<>()).add(bucket));
        }
      }
    } catch (ConfigException e) {
      return List.of(); // Another check tells of routes that cannot be read.
    }
    return found.entrySet().stream().map(each -> step(each.getKey(), each.getValue())).toList();
  }

  private static List<String> buckets(CheckContext context, List<RouteBook> sets) {
    if (!context.places().isEmpty()) {
      return context.bucketsMeant();
    }
    TreeSet<String> named = new TreeSet<>();
    sets.forEach(set -> named.addAll(set.buckets()));
    List<String> buckets = new ArrayList<>(named);
    if (sets.stream().anyMatch(set -> !set.everyOther().isEmpty())) {
      buckets.add(EVERY_OTHER);
    }
    return buckets;
  }

  /** What the first set is told that routes the bucket and whose file systems are refused. */
  private static Optional<Finding> check(CheckContext context, String bucket, String scheme) {
    DeclaredSets declared = context.declared();
    HadoopCache cache = new HadoopCache(declared, "spark.hadoop.", false);
    Optional<Finding> warning = Optional.empty();
    for (RouteBook opened : declared.ofFileSystems()) {
      if (!isRolecalls(opened, scheme)
          || !isRouted(context, opened, bucket)
          || declared.ofFileSystems().stream()
              .allMatch(other -> DeclaredSets.agree(other, opened, bucket))) {
        continue;
      }
      Optional<String> reason =
          cache
              .refusal(opened, bucket, scheme)
              .map(text -> text.substring(("s3a://" + bucket + ": ").length()));
      if (reason.isPresent() && !hasClients(context, opened)) {
        return reason.map(text -> new Finding(Outcome.FAILED, text));
      }
      warning = warning.or(() -> reason.map(text -> new Finding(Outcome.WARNING, text)));
    }
    return warning;
  }

  private static boolean isRolecalls(RouteBook set, String scheme) {
    return set.conf()
        .getTrimmed("fs." + scheme + ".impl", "")
        .equals(RolecallFileSystem.class.getName());
  }

  private static boolean isRouted(CheckContext context, RouteBook set, String bucket) {
    return bucket.equals(EVERY_OTHER)
        ? !set.everyOther().isEmpty()
        : !set.of(bucket, context.caller()).routes().isEmpty();
  }

  private static boolean hasClients(CheckContext context, RouteBook set) {
    return IcebergCatalogs.withRoutedClients(context.launched()).stream()
        .anyMatch(catalog -> CatalogSets.name(catalog).equals(set.name()));
  }

  private static CheckStep step(Finding finding, List<String> buckets) {
    int more = buckets.size() - 1;
    String detail =
        "s3a://"
            + buckets.get(0)
            + (more == 0 ? "" : " and " + more + " more " + (more == 1 ? "bucket" : "buckets"))
            + ": "
            + finding.reason();
    return finding.outcome() == Outcome.FAILED
        ? CheckStep.failed(STEP, detail, null)
        : CheckStep.warning(
            STEP,
            detail,
            "S3FileIO needs it only where something opens a file system of the bucket besides");
  }
}
