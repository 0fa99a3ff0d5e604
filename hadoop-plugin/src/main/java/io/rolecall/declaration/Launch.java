package io.rolecall.declaration;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * What a program was started with.
 *
 * @param instance the running program: as long as it is the same object, so is the declaration
 * @param base gives the configuration of the site files and of the launch; called once
 * @param sets further settings by name, each over the base: an Iceberg catalog's own
 * @param keyPrefix what stands before a Hadoop key where the launch sets it, for messages
 * @param executor whether this process holds no base identity, so that S3A's static keys say
 *     nothing
 */
public record Launch(
    Object instance,
    Supplier<Configuration> base,
    Map<String, Map<String, String>> sets,
    String keyPrefix,
    boolean executor) {

  /** Copies the sets. */
  public Launch {
    requireNonNull(instance, "instance");
    requireNonNull(base, "base");
    requireNonNull(keyPrefix, "keyPrefix");
    sets = new TreeMap<>(sets);
  }

  /**
   * Reads the configuration of the site files and of the launch, once and for all: neither the
   * thread that happens to ask first nor a file that is edited later decides what it says.
   *
   * @param own the loader whose files are the site files
   */
  Configuration read(ClassLoader own) {
    return withLoader(own, base);
  }

  /**
   * The same with one more file, if there is one. As Hadoop does it, a file goes before the files
   * that were read earlier, and not before what the launch itself says.
   *
   * @param base what was read
   * @param file the file's name on the class path
   * @param own the loader whose files are the site files
   */
  static Configuration with(Configuration base, String file, ClassLoader own) {
    Configuration further =
        withLoader(
            own,
            () -> {
              Configuration read = new Configuration(false);
              read.addResource(file);
              return read;
            });
    Configuration both = new Configuration(base);
    for (Map.Entry<String, String> entry : further) {
      String key = entry.getKey();
      if (base.getRaw(key) == null || Setting.of(base, key).source().endsWith(".xml")) {
        both.set(key, entry.getValue(), Setting.of(further, key).source());
      }
    }
    return both;
  }

  private static Configuration withLoader(ClassLoader own, Supplier<Configuration> reading) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(own);
    try {
      Configuration read = reading.get();
      // Hadoop reads the site files of all others again when a class names a further one.
      Configuration frozen = new Configuration(false);
      frozen.setClassLoader(own);
      for (Map.Entry<String, String> entry : read) {
        frozen.set(entry.getKey(), entry.getValue(), Setting.of(read, entry.getKey()).source());
      }
      return frozen;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The names of its sets; no values. */
  @Override
  public String toString() {
    return "launch with sets " + sets.keySet();
  }
}
