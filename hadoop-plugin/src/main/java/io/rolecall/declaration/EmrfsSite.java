package io.rolecall.declaration;

import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * What is declared for EMRFS: the launch, and EMR's own file beside it, which S3A does not read.
 * Immutable.
 *
 * <p>EMRFS signs with the credentials that Rolecall gives it, and sends its requests where its own
 * keys say. So these keys must be as declared, too.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html">The
 *     classification emrfs-site</a>
 */
final class EmrfsSite {

  static final String NAME = "emrfs-site";

  /** The file of the classification. */
  static final String FILE = NAME + ".xml";

  private static final String EMRFS = "fs.s3.";

  /**
   * EMRFS has keys with an older prefix, too: its endpoint is {@code fs.s3n.endpoint}.
   *
   * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html">Its
   *     keys and S3A's</a>
   */
  private static final List<String> PREFIXES = List.of(EMRFS, "fs.s3n.");

  /**
   * These keys change neither where requests go nor who signs. The folder differs by machine,
   * because disks do.
   */
  private static final Set<String> FREE =
      Set.of(
          "fs.s3.impl.disable.cache",
          "fs.s3n.impl.disable.cache",
          "fs.s3.buffer.dir",
          "fs.s3n.block.size",
          "fs.s3n.multipart.uploads.enabled",
          "fs.s3n.multipart.uploads.split.size");

  private final Configuration base;
  private final RouteBook set;
  private final boolean hasRoutesOfItsOwn;

  /**
   * What is declared.
   *
   * @param base the launch
   * @param site the launch with EMR's file
   */
  EmrfsSite(Configuration base, Configuration site) {
    this.base = base;
    this.set = RouteBook.of(NAME, site);
    this.hasRoutesOfItsOwn = differs(base, site);
  }

  private static boolean differs(Configuration base, Configuration site) {
    for (Map.Entry<String, String> entry : site) {
      String key = entry.getKey();
      if (GovernedKeys.isGoverned(key) && !Objects.equals(entry.getValue(), base.getRaw(key))) {
        return true;
      }
    }
    return false;
  }

  /** The launch with EMR's file. */
  Configuration conf() {
    return set.conf();
  }

  /** The routes of EMR's file, if it says something that the launch does not. */
  Optional<RouteBook> set() {
    return hasRoutesOfItsOwn ? Optional.of(set) : Optional.empty();
  }

  /**
   * The keys of EMRFS's configuration whose values differ from both the launch's and those of EMR's
   * file. Each key may agree with either, because EMRFS need not have read its file, or all of it,
   * into this configuration. The source that Hadoop names for a value is ignored: EMRFS lays what
   * it was given over its own file, so that Hadoop names the file; and a user's jar may hold a file
   * of that name.
   */
  List<Difference> differences(Configuration conf, String bucket, boolean executor) {
    Map<String, Setting> given = keys(conf, bucket);
    List<Difference> others = Difference.between(given, keys(set.conf(), bucket), executor);
    Set<String> ofLaunch =
        Difference.between(given, keys(base, bucket), executor).stream()
            .map(Difference::key)
            .collect(Collectors.toSet());
    return others.stream().filter(other -> ofLaunch.contains(other.key())).toList();
  }

  /** As in EMRFS, a bucket's own keys replace those of all buckets. */
  private static Map<String, Setting> keys(Configuration conf, String bucket) {
    String own = EMRFS + "bucket." + bucket + ".";
    Map<String, Setting> keys = new TreeMap<>();
    Map<String, Setting> ofBucket = new TreeMap<>();
    for (Map.Entry<String, String> entry : conf) {
      String key = entry.getKey();
      if (key.startsWith(own)) {
        ofBucket.put(EMRFS + key.substring(own.length()), Setting.of(conf, key));
      }
      if (PREFIXES.stream().anyMatch(key::startsWith)) {
        keys.put(key, Setting.of(conf, key));
      }
    }
    keys.putAll(ofBucket);
    keys.keySet().removeAll(FREE);
    return keys;
  }

  /** The set's name; no settings. */
  @Override
  public String toString() {
    return NAME;
  }
}
