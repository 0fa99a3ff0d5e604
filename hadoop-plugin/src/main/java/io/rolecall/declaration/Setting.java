package io.rolecall.declaration;

import io.rolecall.text.OneLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * A setting in force.
 *
 * @param name the key as it was written, with the bucket's name where it has one
 * @param value the value with its variables expanded, which may be secret: a variable can name any
 *     other key, a system property, or the environment
 * @param written the value as it was written
 * @param source where it was set
 */
record Setting(String name, String value, String written, String source) {

  private static final int LONGEST = 200;

  /** How the names of Hadoop's own files end. */
  static final String DEFAULTS = "-default.xml";

  /** Parts of the names of keys whose values are not shown. */
  private static final List<String> SECRET =
      List.of(
          "secret",
          "password",
          "token",
          "key",
          "external.id",
          "routes",
          "policy",
          "context",
          "custom.headers");

  /** A login before the host of an address, with a scheme or without. */
  private static final Pattern LOGIN = Pattern.compile("(^|://)[^/]*@");

  /** In Hadoop's addresses of credential stores, another scheme stands there: it is no login. */
  private static final Pattern LOGIN_OF_STORE = Pattern.compile("(://[a-z0-9+.-]+@)[^/]*@");

  private static final String STORES = "provider.path";

  /** A key as a configuration has it. */
  static Setting of(Configuration conf, String name) {
    // With its variables expanded: whoever changes a variable changes the setting.
    String value = conf.getTrimmed(name, "");
    String written = Optional.ofNullable(conf.getRaw(name)).map(String::trim).orElse("");
    String[] sources = conf.getPropertySources(name);
    String source =
        sources == null || sources.length == 0 ? "unknown" : sources[sources.length - 1];
    return new Setting(name, value, written, OneLine.of(source, LONGEST));
  }

  /** Whether a file of this machine says so, and not Hadoop's jar. */
  boolean isOfFile() {
    return source.endsWith(".xml") && !source.endsWith(DEFAULTS);
  }

  /** The value as it was written, unless it is not to be seen. */
  String shown() {
    if (isSecret()) {
      return "a value that is not shown";
    }
    Pattern login = name.endsWith(STORES) ? LOGIN_OF_STORE : LOGIN;
    String shown = login.matcher(written).replaceAll("$1***@");
    return "'" + OneLine.of(shown, LONGEST) + "'";
  }

  /** The name for a message: it may be anybody's text. */
  String shownName() {
    return OneLine.of(name, LONGEST);
  }

  /** The name; not the value. */
  @Override
  public String toString() {
    return name;
  }

  private boolean isSecret() {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.stream().anyMatch(lower::contains);
  }
}
