package io.rolecall.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What of Rolecall's configuration Spark shows in its UI, its REST API and its event log: neither
 * external ids, nor routes with all that stands in them (external ids, arguments of commands,
 * policies), nor session policies, nor header fields of requests, which may be a proxy's passwords;
 * nor where executors' programs look for their profiles, which others could put there; nor what
 * variables in these stand for.
 */
final class Redaction {

  private static final String KEY = "spark.redaction.regex";

  /** Spark's own default, which is not in force any more once the key is set. */
  static final String DEFAULT = "(?i)secret|password|token|access[.]?key";

  /**
   * Our keys, for all buckets and below any prefix ({@code spark.hadoop.}, a catalog's). Spark
   * looks for it in values too, such as the command line that a process was started with. The name
   * of the routes' file may be seen.
   */
  private static final String OURS =
      "rolecall[.]routes(?![.]file)|assumed[.]role[.](external[.]id|policy)|[.]custom[.]headers"
          + "|AWS_(CONFIG|SHARED_CREDENTIALS)_FILE";

  private static final Pattern HIDDEN = Pattern.compile(OURS);

  /** What Hadoop puts another key's value in for, or a property of the JVM. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}$:\\s]+)");

  private static final String HADOOP = "spark.hadoop.";

  private Redaction() {}

  /**
   * Adds our keys to those that Spark redacts. To be called before Spark tells the environment for
   * the first time, as {@code DriverPlugin.init} is.
   *
   * @param conf the configuration that the context itself uses, not a copy
   */
  static void extend(SparkConf conf) {
    String theirs = conf.get(KEY, DEFAULT);
    String ours = OURS + variables(conf);
    if (!theirs.contains(ours)) {
      // Groups of their own: flags within one, such as (?i), end with it.
      conf.set(KEY, "(?:" + theirs + ")|(?:" + ours + ")");
    }
  }

  /** Names, as whole keys and as {@code -Dname=}: a name may be a part of any text. */
  private static String variables(SparkConf conf) {
    StringBuilder pattern = new StringBuilder();
    for (String name : namesIn(conf)) {
      String quoted = Pattern.quote(name);
      pattern.append("|^(?:spark[.]hadoop[.])?").append(quoted).append("$|-D").append(quoted);
      pattern.append('=');
    }
    return pattern.toString();
  }

  /** The variables in what is hidden, and in what these stand for. */
  private static Set<String> namesIn(SparkConf conf) {
    Set<String> names = new TreeSet<>();
    Deque<String> values = new ArrayDeque<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (HIDDEN.matcher(setting._1()).find()) {
        values.push(setting._2());
      }
    }
    while (!values.isEmpty()) {
      Matcher variable = VARIABLE.matcher(values.pop());
      while (variable.find()) {
        String name = variable.group(1);
        if (names.add(name)) {
          values.push(conf.get(HADOOP + name, ""));
          values.push(System.getProperty(name, ""));
        }
      }
    }
    return names;
  }
}
