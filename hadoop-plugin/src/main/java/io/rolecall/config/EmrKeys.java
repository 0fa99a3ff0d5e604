package io.rolecall.config;

import io.rolecall.text.OneLine;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Keys of Amazon EMR by which its file systems choose who signs a request, whatever credentials
 * they were given.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html">EMR's
 *     keys of EMRFS, and those of its S3A</a>
 */
public final class EmrKeys {

  /** EMRFS's class for the credentials of each bucket. */
  public static final String EMRFS_PROVIDER = "fs.s3.customAWSCredentialsProvider";

  private static final String S3A = "fs.s3a.";
  private static final int MOST_SHOWN = 200;

  /** Those of EMR's S3A, from release 7.10 on. */
  private static final List<String> OF_S3A =
      List.of("fs.s3a.authorization.roleMapping", "fs.s3a.credentials.resolver");

  /** The same of EMRFS. */
  private static final String OF_EMRFS =
      "^fs\\.s3\\.(bucket\\.BUCKET\\.)?(authorization\\.roleMapping|credentialsResolverClass)$";

  private EmrKeys() {}

  /**
   * Refuses the keys of EMR's S3A.
   *
   * @param conf the job's configuration
   * @param bucket the bucket that it opens
   * @throws ConfigException if one of them is set, for the bucket or for all
   */
  public static void checkS3A(Configuration conf, String bucket) {
    for (String key : OF_S3A) {
      String own = S3A + "bucket." + bucket + "." + key.substring(S3A.length());
      String written = conf.get(own) == null ? key : own;
      String value = conf.getTrimmed(written, "");
      if (!value.isEmpty() && !isDefault(conf, written)) {
        throw refused(written, value, "EMR's S3A");
      }
    }
  }

  /**
   * Refuses the keys of EMRFS.
   *
   * @param conf EMRFS's configuration
   * @param bucket the bucket that it opens
   * @throws ConfigException if one of them is set, for the bucket or for all
   */
  public static void checkEmrfs(Configuration conf, String bucket) {
    String own = OF_EMRFS.replace("BUCKET", bucket.replace(".", "\\."));
    for (String key : new TreeSet<>(conf.getValByRegex(own).keySet())) {
      String value = conf.getTrimmed(key, "");
      if (!value.isEmpty()) {
        throw refused(key, value, "EMRFS");
      }
    }
  }

  private static ConfigException refused(String key, String value, String fileSystem) {
    return new ConfigException(
        key
            + " = '"
            + OneLine.of(value, MOST_SHOWN)
            + "': "
            + fileSystem
            + " would choose by it who signs, and not by the routes. Write its mappings as routes"
            + " ('rolecall import emrfs'), and give the key an empty value",
        null);
  }

  /**
   * The keys of EMRFS that are set, for whichever bucket. From release 7.10 on, EMR's S3A takes
   * them for its own where those are not set.
   *
   * @param conf EMRFS's configuration, or the one that has its keys
   * @return their names, sorted
   */
  public static List<String> ofEmrfs(Configuration conf) {
    return conf.getValByRegex(OF_EMRFS.replace("BUCKET", ".+")).keySet().stream()
        .filter(key -> !conf.getTrimmed(key, "").isEmpty())
        .sorted()
        .toList();
  }

  /**
   * Whether EMR's S3A takes keys of EMRFS for its own.
   *
   * @param conf the job's configuration
   * @return false if it was told not to
   */
  public static boolean areTranslated(Configuration conf) {
    return conf.getBoolean("fs.s3a.emrfs.compatibility.enable", true);
  }

  /** What a release of EMR brings along is nobody's choice. */
  private static boolean isDefault(Configuration conf, String key) {
    String @Nullable [] sources = conf.getPropertySources(key);
    return sources != null && sources.length > 0 && sources[0].endsWith("-default.xml");
  }
}
