package io.rolecall.declaration;

import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What is declared for EMRFS: the launch, and EMR's own file beside it, which S3A does not read.
 * Immutable.
 *
 * <p>EMRFS signs with the credentials that Rolecall gives it, and sends them where its own keys
 * say. So these are declared too.
 *
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html">The
 *     classification emrfs-site</a>
 */
final class EmrfsSite {

  static final String NAME = "emrfs-site";

  /** The file of the classification. */
  static final String FILE = NAME + ".xml";

  private static final String EMRFS = "fs.s3.";

  /** Changes neither where requests go nor who signs. */
  private static final String CACHE_OFF = EMRFS + "impl.disable.cache";

  private final RouteBook set;
  private final boolean hasRoutesOfItsOwn;

  /**
   * What is declared.
   *
   * @param base the launch
   * @param site the launch with EMR's file
   */
  EmrfsSite(Configuration base, Configuration site) {
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

  /** The set of its own, where EMR's file says something that the launch does not. */
  Optional<RouteBook> set() {
    return hasRoutesOfItsOwn ? Optional.of(set) : Optional.empty();
  }

  /**
   * What a configuration of EMRFS's says otherwise. A file's word is as good as the launch's: no
   * text of a running application becomes a file, and EMRFS reads files of its own, perhaps not
   * into this configuration.
   */
  List<Difference> differences(Configuration conf, boolean executor) {
    Map<String, Setting> given = keys(conf);
    Map<String, Setting> declared = keys(set.conf());
    List<String> ofFiles =
        given.values().stream().filter(Setting::isOfFile).map(Setting::name).toList();
    given.keySet().removeAll(ofFiles);
    declared.keySet().removeAll(ofFiles);
    declared.values().removeIf(setting -> setting.isOfFile() && !given.containsKey(setting.name()));
    return Difference.between(given, declared, executor);
  }

  private static Map<String, Setting> keys(Configuration conf) {
    Map<String, Setting> keys = new TreeMap<>();
    for (Map.Entry<String, String> entry : conf) {
      String key = entry.getKey();
      if (key.startsWith(EMRFS) && !key.equals(CACHE_OFF)) {
        keys.put(key, Setting.of(conf, key));
      }
    }
    return keys;
  }

  /** The set's name; no settings. */
  @Override
  public String toString() {
    return NAME;
  }
}
