package io.rolecall.declaration;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/** What the site files of this process declare, for processes whose own may say otherwise. */
final class SiteSettings {

  private SiteSettings() {}

  /**
   * The settings, with the variables that they name; no passwords and keys.
   *
   * @param base the declared configuration
   * @param launched tells whether the launch itself sets a key
   * @return the settings, as they are written
   */
  static Map<String, String> of(Configuration base, Predicate<String> launched) {
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> entry : base) {
      String key = entry.getKey();
      if (GovernedKeys.isGoverned(key)
          && !GovernedKeys.isPassword(key, entry.getValue())
          && !GovernedKeys.isDefault(base, key)
          && !launched.test(key)) {
        found.put(key, entry.getValue());
      }
    }
    Deque<String> values = new ArrayDeque<>(found.values());
    while (!values.isEmpty()) {
      for (String variable : GovernedKeys.variables(base, values.pop())) {
        String value = requireNonNull(base.getRaw(variable));
        if (!launched.test(variable)
            && !GovernedKeys.isPassword(variable, value)
            && found.putIfAbsent(variable, value) == null) {
          values.push(value);
        }
      }
    }
    return found;
  }
}
