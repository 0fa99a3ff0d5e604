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
   */
  Configuration read() {
    ClassLoader own = Launch.class.getClassLoader();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(own);
    try {
      Configuration read = base.get();
      // Hadoop reads the site files of all others again when a class names a further one.
      Configuration frozen = new Configuration(false);
      frozen.setClassLoader(own);
      for (Map.Entry<String, String> entry : read) {
        String[] sources = read.getPropertySources(entry.getKey());
        frozen.set(
            entry.getKey(),
            entry.getValue(),
            sources == null || sources.length == 0 ? "unknown" : sources[sources.length - 1]);
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
