package io.rolecall.config;

import io.rolecall.failure.FileFailure;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The secrets of one bucket: its own, or those of all, each from Hadoop's credential stores or from
 * the configuration itself.
 *
 * @param bucket the bucket; empty for none in particular
 * @param conf the bucket's configuration
 */
record BucketSecrets(String bucket, Configuration conf) {

  /** Where Hadoop's credential stores are. */
  static final String HADOOPS_STORES = "hadoop.security.credential.provider.path";

  /** Where S3A's own are, which go before those. */
  static final String S3AS_STORES = "fs.s3a.security.credential.provider.path";

  private static final String S3A = "fs.s3a.";

  /** Has a configuration name all stores where Hadoop looks for them. */
  static void joinStores(Configuration conf) {
    String first = conf.getTrimmed(S3AS_STORES, "");
    String others = conf.getTrimmed(HADOOPS_STORES, "");
    if (!first.isEmpty() && !others.startsWith(first)) {
      conf.set(HADOOPS_STORES, others.isEmpty() ? first : first + "," + others);
    }
  }

  /**
   * A secret.
   *
   * @throws ConfigException if a store cannot be read
   */
  Optional<String> find(String name) {
    try {
      Optional<String> own = bucket.isEmpty() ? Optional.empty() : password(ownKey(name));
      return own.isPresent() ? own : password(name);
    } catch (IOException e) {
      throw new ConfigException(
          name + ": cannot read " + HADOOPS_STORES + ": " + FileFailure.reason(e), e);
    }
  }

  private Optional<String> password(String name) throws IOException {
    char[] secret = conf.getPassword(name);
    return secret == null || secret.length == 0
        ? Optional.empty()
        : Optional.of(new String(secret).trim());
  }

  /** Whether a secret is set for this bucket; false too if a store cannot be read. */
  boolean hasOwn(String name) {
    if (bucket.isEmpty()) {
      return false;
    }
    try {
      return password(ownKey(name)).isPresent();
    } catch (IOException e) {
      return false; // Whoever reads the secret itself is told.
    }
  }

  /** Whether any of some keys is set for this bucket, or its secrets are in a store of its own. */
  boolean hasOwnOf(Collection<String> names) {
    return !bucket.isEmpty()
        && (conf.get(ownKey(S3AS_STORES)) != null
            || names.stream()
                .filter(name -> name.startsWith(S3A))
                .anyMatch(name -> conf.get(ownKey(name)) != null || hasOwn(name)));
  }

  /** The key of a secret as the user wrote it, in a credential store or in the configuration. */
  String written(String name) {
    return hasOwn(name) ? ownKey(name) : name;
  }

  /** A key of this bucket alone. */
  String ownKey(String name) {
    return S3A + "bucket." + bucket + "." + name.substring(S3A.length());
  }

  /** The bucket; no settings. */
  @Override
  public String toString() {
    return "secrets of " + (bucket.isEmpty() ? "no bucket in particular" : bucket);
  }
}
