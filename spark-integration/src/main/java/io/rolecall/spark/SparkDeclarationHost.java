package io.rolecall.spark;

import io.rolecall.declaration.DeclarationHost;
import io.rolecall.declaration.Launch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What a Spark application was started with: the site files and the keys behind {@code
 * spark.hadoop.} of its SparkConf, on the driver and on executors. SQL's {@code SET}, options of
 * readers and tables, and a changed {@code sc.hadoopConfiguration()} are not of it. The keys behind
 * {@code spark.sql.catalog.NAME.hadoop.} are a set of their own for that catalog.
 */
public final class SparkDeclarationHost implements DeclarationHost {

  private static final String KEY_PREFIX = "spark.hadoop.";

  private static final Pattern CATALOG_KEY =
      Pattern.compile("spark\\.sql\\.catalog\\.([^.]+)\\.hadoop\\.(.+)");

  /** Spark's name of the driver among executor ids. */
  private static final String DRIVER = "driver";

  private static volatile @Nullable Launched last;

  /** A context has a SparkConf of its own, which stays the same object as long as it runs. */
  private record Launched(SparkConf conf, Launch launch) {}

  /** For the service loader. */
  public SparkDeclarationHost() {}

  @Override
  public Optional<Launch> launch() {
    if (!isSparkHere()) {
      return Optional.empty();
    }
    SparkEnv env = SparkEnv.get();
    Launched known = last;
    if (env != null && (known == null || known.conf != env.conf())) {
      known = new Launched(env.conf(), of(env));
      last = known;
    }
    // Before the first context, no user's text has reached this process. After a context has
    // stopped,
    // a query's thread may go on, so the last launch stays in force.
    return Optional.ofNullable(known).map(Launched::launch);
  }

  /** This jar may lie where there is no Spark, and nothing but Spark's text is compared. */
  private static boolean isSparkHere() {
    try {
      Class.forName(
          "org.apache.spark.SparkEnv", false, SparkDeclarationHost.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return false;
    }
  }

  private static Launch of(SparkEnv env) {
    SparkConf conf = env.conf();
    return new Launch(
        conf,
        () -> SparkHadoopUtil.get().newConfiguration(conf),
        catalogs(conf),
        KEY_PREFIX,
        !env.executorId().equals(DRIVER));
  }

  private static Map<String, Map<String, String>> catalogs(SparkConf conf) {
    Map<String, Map<String, String>> catalogs = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      Matcher key = CATALOG_KEY.matcher(entry._1());
      if (key.matches()) {
        catalogs
            .computeIfAbsent("catalog " + key.group(1), absent -> new TreeMap<>())
            .put(key.group(2), entry._2());
      }
    }
    return catalogs;
  }
}
