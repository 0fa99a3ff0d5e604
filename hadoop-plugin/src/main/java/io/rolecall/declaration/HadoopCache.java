package io.rolecall.declaration;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop keeps one file system of a bucket for all that ask for it, whatever configuration they
 * bring. So it would serve one that is to be opened now for another one later.
 *
 * @param sets what is declared
 * @param keyPrefix what stands before a Hadoop key where the launch sets it, for messages
 * @param executor whether this process holds no base identity
 */
public record HadoopCache(DeclaredSets sets, String keyPrefix, boolean executor) {

  /**
   * What whoever opens a file system that is as one set declares it is told, if it is refused.
   *
   * @param opened the set
   * @param bucket the bucket
   * @param scheme the scheme, which has a cache of its own
   * @return the reason; empty if the cache serves it for no other, or is off for it
   */
  public Optional<String> refusal(RouteBook opened, String bucket, String scheme) {
    if (isOff(opened.conf(), scheme)) {
      return Optional.empty();
    }
    try {
      check(opened, bucket, scheme);
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** The key that switches it off for a scheme. */
  static String off(String scheme) {
    return "fs." + scheme + ".impl.disable.cache";
  }

  static boolean isOff(Configuration conf, String scheme) {
    return conf.getBoolean(off(scheme), false);
  }

  /**
   * Checks that it serves no file system for another.
   *
   * @param admitted the declared set of the file system that is to be opened
   * @param bucket its bucket
   * @param scheme its scheme, which has a cache of its own
   * @throws ConfigException if a set that is kept declares the bucket otherwise
   */
  void check(RouteBook admitted, String bucket, String scheme) {
    String switchOff = keyPrefix + off(scheme);
    String cached = bucket.toLowerCase(Locale.ROOT);
    if (!cached.equals(bucket)) {
      throw new ConfigException(
          "s3a://"
              + bucket
              + ": Hadoop keeps one file system for this and for s3a://"
              + cached
              + ", whichever is opened first. Names of buckets are in lower case; for an old one that"
              + " is not, set "
              + switchOff
              + " = true",
          null);
    }
    for (RouteBook set : sets.ofFileSystems()) {
      // One that has the cache off never meets another in it.
      boolean kept = !isOff(set.conf(), scheme);
      List<Difference> differences =
          Difference.between(
              GovernedKeys.inForce(set.conf(), bucket),
              GovernedKeys.inForce(admitted.conf(), bucket),
              executor);
      if (kept && !differences.isEmpty()) {
        throw new ConfigException(
            "s3a://"
                + bucket
                + ": '"
                + (set.name().isEmpty() ? admitted.name() : set.name())
                + "' declares "
                + differences.get(0).key()
                + " otherwise than the application does, but Hadoop keeps one file system of a bucket"
                + " for both. Set "
                + switchOff
                + " = true",
            null);
      }
    }
  }
}
