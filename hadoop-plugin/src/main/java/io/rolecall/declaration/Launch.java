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

  /** The names of its sets; no values. */
  @Override
  public String toString() {
    return "launch with sets " + sets.keySet();
  }
}
