package io.rolecall.boundary;

import io.rolecall.config.RolecallKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/**
 * Every key that S3A or Rolecall reads, and Hadoop's own of security: whatever is written in their
 * classes and in core-default.xml, so that keys of the next version are attacked too.
 */
final class KnownKeys {

  private static final Pattern IN_CLASSES = Pattern.compile("fs\\.s3a\\.[A-Za-z0-9.-]*[A-Za-z0-9]");
  private static final Pattern IN_DEFAULTS = Pattern.compile("(fs\\.s3a|hadoop\\.security)\\..+");
  private static final Pattern NUMBER = Pattern.compile("(\\d+)(\\D*)");

  private KnownKeys() {}

  /**
   * The keys, each with a value that nobody has declared.
   *
   * @param launch what the operator has set, by Hadoop's names
   */
  static Map<String, String> all(Map<String, String> launch) throws IOException {
    Configuration defaults = new Configuration();
    // Tells Configuration of S3A's old names.
    new S3AFileSystem();
    Set<String> keys = new TreeSet<>();
    defaults.forEach(
        entry -> {
          if (IN_DEFAULTS.matcher(entry.getKey()).matches()) {
            keys.add(entry.getKey());
          }
        });
    keys.addAll(inJarOf(S3AFileSystem.class));
    keys.addAll(inJarOf(RolecallKeys.class));
    keys.removeIf(key -> key.startsWith("fs.s3a.bucket"));
    Map<String, String> all = new TreeMap<>();
    keys.forEach(key -> all.put(key, another(launch.getOrDefault(key, defaults.get(key, "")))));
    return all;
  }

  /** In a class file, a text is followed by a byte that is no letter. */
  private static Set<String> inJarOf(Class<?> type) throws IOException {
    Set<String> keys = new TreeSet<>();
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile jar = new JarFile(path)) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          byte[] bytes = jar.getInputStream(entry).readAllBytes();
          Matcher found = IN_CLASSES.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
          while (found.find()) {
            keys.add(found.group());
          }
        }
      }
    }
    return keys;
  }

  /** The names that a key has in a Configuration: an old name is replaced by the new one. */
  static Set<String> namesOf(String key) {
    Configuration conf = new Configuration(false);
    conf.set(key, "");
    Set<String> names = new TreeSet<>(Set.of(key));
    conf.forEach(entry -> names.add(entry.getKey()));
    return names;
  }

  /** Another value of the same type, so that S3A itself has nothing against it. */
  private static String another(String value) {
    Matcher number = NUMBER.matcher(value);
    if (number.matches() && value.length() < 10) {
      return (Long.parseLong(number.group(1)) + 1) + number.group(2);
    }
    return switch (value) {
      case "true" -> "false";
      case "false" -> "true";
      default -> "attackers-choice";
    };
  }
}
