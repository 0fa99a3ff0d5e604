package io.rolecall.spark;

import io.rolecall.declaration.CatalogSets;
import io.rolecall.declaration.DeclarationHost;
import io.rolecall.declaration.Launch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /** Spark's name of the driver among executor ids. */
  private static final String DRIVER = "driver";

  /** This jar may lie where there is no Spark, and nothing but Spark's text is compared. */
  private static final boolean SPARK_IS_HERE = isSparkHere();

  static final Object LAST = new Object();
  private static volatile @Nullable Launched last;

  /** A context has a SparkConf of its own, which stays the same object as long as it runs. */
  private record Launched(SparkConf conf, Launch launch) {}

  /** For the service loader. */
  public SparkDeclarationHost() {}

  @Override
  public Optional<Launch> launch() {
    return SPARK_IS_HERE ? Optional.ofNullable(current()).map(Launched::launch) : Optional.empty();
  }

  /**
   * The launch of the context that runs, or ran last: before the first one, no user's text has
   * reached this process, and after one has stopped, a query's thread may go on. Each request asks,
   * so what is known is told without a lock.
   */
  private static @Nullable Launched current() {
    Launched known = last;
    return isAnother(SparkEnv.get(), known) ? read() : known;
  }

  private static boolean isAnother(@Nullable SparkEnv env, @Nullable Launched known) {
    return env != null && (known == null || known.conf != env.conf());
  }

  /** The context is looked up under the lock, so that nobody brings back one that has stopped. */
  private static @Nullable Launched read() {
    synchronized (LAST) {
      SparkEnv env = SparkEnv.get();
      Launched known = last;
      if (isAnother(env, known)) {
        known = new Launched(env.conf(), of(env));
        last = known;
      }
      return known;
    }
  }

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
    Map<String, String> launched = new TreeMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      launched.put(entry._1(), entry._2());
    }
    return CatalogSets.of(launched);
  }
}
