package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.text.OneLine;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The properties of the JVM that say who signs, or where requests go, as they stood at the launch:
 * those that governed keys refer to as variables, which Hadoop puts in before a key of the same
 * name whenever a value is read; and those that the AWS SDK, Hadoop and Rolecall read by
 * themselves. The users of some hosts can set one. Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">AWS:
 *     settings of SDKs</a>
 */
final class JvmProperties {

  private static final String ENVIRONMENT = "env.";

  private static final int LONGEST = 200;

  /**
   * Those of the SDK, which looks for its files below {@code user.home}, and that of Hadoop by
   * which it finds its token files. A region is none of them: it chooses among Amazon's own hosts.
   */
  private static final Pattern READ =
      Pattern.compile(
          "aws\\.(endpointUrl.*|ignoreConfiguredEndpointUrls|partitionsFile|accessKeyId|secretKey"
              + "|secretAccessKey|sessionToken|profile|configFile|sharedCredentialsFile|roleArn"
              + "|roleSessionName|webIdentityTokenFile|container.*|ec2MetadataServiceEndpoint.*)"
              + "|user\\.home|hadoop\\.token\\.files");

  /** Empty for a variable that was not set. */
  private final Map<String, Optional<String>> variables = new HashMap<>();

  private final Map<String, String> read;

  private JvmProperties(Map<String, String> read) {
    this.read = read;
  }

  private static Map<String, String> readByThemselves() {
    Map<String, String> found = new TreeMap<>();
    Properties all = System.getProperties();
    for (String name : all.stringPropertyNames()) {
      if (READ.matcher(name).matches()) {
        found.put(name, all.getProperty(name, ""));
      }
    }
    return found;
  }

  /** Those of the declared sets, as they stand now. */
  static JvmProperties of(Collection<Configuration> sets) {
    JvmProperties properties = new JvmProperties(readByThemselves());
    sets.forEach(properties::add);
    return properties;
  }

  private void add(Configuration conf) {
    Deque<String> values = new ArrayDeque<>();
    for (Map.Entry<String, String> entry : conf) {
      if (GovernedKeys.isGoverned(entry.getKey())) {
        values.push(entry.getValue());
      }
    }
    Set<String> seen = new HashSet<>();
    while (!values.isEmpty()) {
      Matcher variable = GovernedKeys.VARIABLE.matcher(values.pop());
      while (variable.find()) {
        String name = variable.group(1);
        if (!name.startsWith(ENVIRONMENT) && seen.add(name)) {
          Optional<String> property = Optional.ofNullable(System.getProperty(name));
          variables.put(name, property);
          property.ifPresent(values::push);
          Optional.ofNullable(conf.getRaw(name)).ifPresent(values::push);
        }
      }
    }
  }

  /**
   * Checks that they are as they were.
   *
   * @param opened what is to be opened, for the message
   * @throws ConfigException if one has changed
   */
  void check(Opened opened) {
    variables.forEach(
        (name, value) -> {
          if (!Objects.equals(System.getProperty(name), value.orElse(null))) {
            throw changed(
                opened,
                name,
                "keys that say who signs, or where requests go, refer to it as ${"
                    + OneLine.of(name, LONGEST)
                    + "}");
          }
        });
    Map<String, String> now = readByThemselves();
    Stream.concat(read.keySet().stream(), now.keySet().stream())
        .filter(name -> !Objects.equals(read.get(name), now.get(name)))
        .findFirst()
        .ifPresent(
            name -> {
              throw changed(
                  opened,
                  name,
                  "the AWS SDK, or Hadoop, takes from it who signs, or where requests go");
            });
  }

  private static ConfigException changed(Opened opened, String name, String why) {
    String shown = OneLine.of(name, LONGEST);
    return new ConfigException(
        opened.shown()
            + ": the Java property '"
            + shown
            + "' has changed since this application was started, and "
            + why
            + ". Set -D"
            + shown
            + " at launch, or set it back",
        null);
  }

  /** The names; no values. */
  @Override
  public String toString() {
    return variables.keySet() + " and " + read.keySet();
  }
}
