package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.hadoop.conf.Configuration;

/**
 * The properties of the JVM that governed keys refer to as variables, as they stood at the launch.
 * Hadoop puts in such a property before a key of the same name, whenever a value is read; and the
 * users of some hosts can set one. Immutable.
 */
final class JvmVariables {

  private static final String ENVIRONMENT = "env.";

  /** Empty for one that was not set. */
  private final Map<String, Optional<String>> launched = new HashMap<>();

  private JvmVariables() {}

  /** Those of the declared sets, as they stand now. */
  static JvmVariables of(Collection<Configuration> sets) {
    JvmVariables variables = new JvmVariables();
    sets.forEach(variables::add);
    return variables;
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
          launched.put(name, property);
          property.ifPresent(values::push);
          Optional.ofNullable(conf.getRaw(name)).ifPresent(values::push);
        }
      }
    }
  }

  /**
   * Checks that they are as they were.
   *
   * @param bucket the bucket that is to be opened, for the message
   * @throws ConfigException if one has changed
   */
  void check(String bucket) {
    launched.forEach(
        (name, value) -> {
          if (!Objects.equals(System.getProperty(name), value.orElse(null))) {
            throw new ConfigException(
                "s3a://"
                    + bucket
                    + ": the Java property '"
                    + name
                    + "' has changed since this application was started, and keys that say who signs,"
                    + " or where requests go, refer to it as ${"
                    + name
                    + "}. Set -D"
                    + name
                    + " at launch, or set it back",
                null);
          }
        });
  }

  /** The names; no values. */
  @Override
  public String toString() {
    return launched.keySet().toString();
  }
}
