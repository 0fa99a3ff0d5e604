package io.rolecall.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * One configuration key: its name, type, default and meaning in one place, from which the
 * configuration reference is generated.
 *
 * @param name the full key
 * @param type how users write the value, for example {@code duration}
 * @param defaultText the default as documented; empty if there is none
 * @param doc one or two sentences
 * @param parser reads a value; throws {@link IllegalArgumentException} with what was expected
 * @param <T> the value's type
 */
public record ConfigKey<T>(
    String name, String type, String defaultText, String doc, Function<String, T> parser) {

  /** A hundred years, as good as for ever; as nanoseconds it still fits into a long. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Checks that nothing is null. */
  public ConfigKey {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(defaultText, "defaultText");
    requireNonNull(doc, "doc");
    requireNonNull(parser, "parser");
  }

  /**
   * The value.
   *
   * @param conf the configuration
   * @return the value or the default; empty if neither is there
   * @throws ConfigException if the value cannot be read
   */
  public Optional<T> find(Configuration conf) {
    String text = conf.getTrimmed(name, "");
    String value = text.isEmpty() ? defaultText : text;
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(written(conf) + " = '" + value + "': " + e.getMessage(), e);
    }
  }

  /**
   * The key as the user wrote it, for messages.
   *
   * @param conf the configuration of a bucket, or of none
   * @return the bucket's own key if that gave the value; otherwise the name
   */
  public String written(Configuration conf) {
    return BucketOptions.written(conf, name);
  }

  /**
   * The value of a key that has a default.
   *
   * @param conf the configuration
   * @return the value or the default
   * @throws ConfigException if the value cannot be read
   */
  public T get(Configuration conf) {
    return find(conf).orElseThrow(() -> new ConfigException(name + " is not set", null));
  }

  static ConfigKey<String> text(String name, String defaultText, String doc) {
    return new ConfigKey<>(name, "text", defaultText, doc, text -> text);
  }

  static ConfigKey<Duration> duration(String name, String defaultText, String doc) {
    return new ConfigKey<>(name, "duration", defaultText, doc, ConfigKey::parseDuration);
  }

  static ConfigKey<Boolean> flag(String name, String doc) {
    return new ConfigKey<>(name, "true or false", "false", doc, ConfigKey::parseFlag);
  }

  static ConfigKey<Set<String>> hosts(String name, String defaultText, String doc) {
    return new ConfigKey<>(name, "host,...", defaultText, doc, ConfigKey::parseHosts);
  }

  static ConfigKey<Integer> percent(String name, String defaultText, String doc) {
    return new ConfigKey<>(name, "percent", defaultText, doc, ConfigKey::parsePercent);
  }

  /**
   * Reads {@code 90s}, {@code 15m}, {@code 1h}, {@code 500ms}; a bare number is seconds.
   *
   * @param text the text
   * @return the duration, positive, 36,500 days at most: as nanoseconds it fits into a long
   * @throws IllegalArgumentException if it is none; says what was expected
   */
  public static Duration parseDuration(String text) {
    Configuration scratch = new Configuration(false);
    scratch.set("duration", text);
    try {
      long millis = scratch.getTimeDuration("duration", 0, TimeUnit.SECONDS, TimeUnit.MILLISECONDS);
      if (millis > LONGEST.toMillis()) {
        throw new IllegalArgumentException(
            "expected a duration of at most " + LONGEST.toDays() + "d");
      }
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // Falls to the message below, which says the same.
    }
    throw new IllegalArgumentException("expected a duration such as 90s, 15m or 1h");
  }

  private static int parsePercent(String text) {
    try {
      int percent = Integer.parseInt(text);
      if (percent >= 0 && percent < 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // Falls to the message below, which says the same.
    }
    throw new IllegalArgumentException("expected a whole number from 0 to 99");
  }

  /** Strictly: a typo must not say no where somebody meant yes, nor the reverse. */
  private static boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  /** Reads hosts, without scheme and port. */
  private static Set<String> parseHosts(String text) {
    Set<String> hosts = new TreeSet<>();
    for (String host : text.split(",")) {
      String name = host.trim().toLowerCase(Locale.ROOT);
      if (!name.matches("[a-z0-9._-]+|\\[[0-9a-f:.]+]")) {
        throw new IllegalArgumentException(
            "expected host,... without scheme, port and wildcards; an IPv6 address in brackets");
      }
      hosts.add(name);
    }
    return hosts;
  }
}
