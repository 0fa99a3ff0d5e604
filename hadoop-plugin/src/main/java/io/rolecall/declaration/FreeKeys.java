package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.text.OneLine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** The keys that anybody may set in a running process: they tune how data is read and written. */
public final class FreeKeys {

  private static final String S3A = "fs.s3a.";

  private static final int LONGEST = 200;

  /** Whoever sets one changes his own reads and writes, and neither where they go nor who signs. */
  private static final List<String> FREE =
      List.of(
          S3A + "block.size",
          S3A + "bulk.delete.page.size",
          S3A + "committer.",
          S3A + "experimental.input.fadvise",
          S3A + "fast.upload.active.blocks",
          S3A + "fast.upload.buffer",
          S3A + "impl.disable.cache",
          S3A + "multipart.size",
          S3A + "multipart.threshold",
          S3A + "paging.maximum",
          S3A + "prefetch.",
          S3A + "readahead.range",
          S3A + "vectored.");

  private FreeKeys() {}

  /**
   * The keys, and prefixes ending in a dot: the table of S3A's keys is held against them.
   *
   * @return the names
   */
  public static List<String> all() {
    return FREE;
  }

  /**
   * Whether a key may be set by text that reaches a running process.
   *
   * @param key a key, without a bucket's name
   */
  static boolean isFree(String key) {
    return FREE.stream()
        .anyMatch(free -> free.endsWith(".") ? key.startsWith(free) : key.equals(free));
  }

  /**
   * Gives a configuration the free keys of another, as they are written.
   *
   * @throws ConfigException if one refers to another value: it would be put in here, and S3A
   *     repeats what it cannot read as a number
   */
  static void take(Configuration conf, Configuration from, String bucket) {
    for (String name : differences(conf, from, bucket)) {
      String value = from.getRaw(name);
      if (value != null && value.contains("${")) {
        throw new ConfigException(
            "s3a://"
                + bucket
                + ": "
                + OneLine.of(name, LONGEST)
                + " = '"
                + OneLine.of(value, LONGEST)
                + "' ("
                + Setting.of(from, name).source()
                + "): whoever starts the application may use variables in it; here, write the value"
                + " itself",
            null);
      }
      if (value == null) {
        conf.unset(name);
      } else {
        conf.set(name, value);
      }
    }
  }

  /** The free keys that two configurations write differently, sorted. */
  static Set<String> differences(Configuration one, Configuration other, String bucket) {
    Set<String> names = new TreeSet<>();
    add(names, one, bucket);
    add(names, other, bucket);
    names.removeIf(name -> Objects.equals(one.getRaw(name), other.getRaw(name)));
    return names;
  }

  /** Keys for the log, on one line: their names are anybody's text. */
  static String told(Set<String> keys) {
    String shown = OneLine.of(keys.iterator().next(), LONGEST);
    return switch (keys.size()) {
      case 1 -> shown + " is";
      case 2 -> shown + " and 1 more key are";
      default -> shown + " and " + (keys.size() - 1) + " more keys are";
    };
  }

  private static void add(Set<String> names, Configuration conf, String bucket) {
    String prefix = S3A + "bucket." + bucket + ".";
    for (Map.Entry<String, String> entry : conf) {
      String name = entry.getKey();
      String key = name.startsWith(prefix) ? S3A + name.substring(prefix.length()) : name;
      if (isFree(key)) {
        names.add(name);
      }
    }
  }
}
