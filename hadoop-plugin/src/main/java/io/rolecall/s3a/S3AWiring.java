package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.config.EmrKeys;
import io.rolecall.declaration.Wiring;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The S3A settings that Rolecall stands on. A user's own setting of one of them would make S3A sign
 * with something else, so it is refused, not overridden.
 */
public final class S3AWiring {

  /** What Hadoop has for them, where that is something: stated explicitly, it is no choice. */
  private static final Map<String, String> HADOOPS =
      Map.of(
          "fs.s3a.http.signer.enabled", "false",
          "fs.s3a.s3.client.factory.impl", "org.apache.hadoop.fs.s3a.DefaultS3ClientFactory");

  /** They replace the signer behind its back, or that of the calls to STS. */
  private static final List<String> FORBIDDEN =
      List.of(
          "fs.s3a.signing-algorithm",
          "fs.s3a.s3.signing-algorithm",
          "fs.s3a.sts.signing-algorithm");

  private S3AWiring() {}

  /**
   * Says whether a file system would accept a configuration, without making one.
   *
   * @param conf the configuration; is not changed
   * @param bucket the bucket
   * @throws ConfigException if the user has set one of the keys to something else
   */
  public static void check(Configuration conf, String bucket) {
    apply(new Configuration(conf), bucket);
  }

  /**
   * Wires S3A.
   *
   * @param conf the FileSystem's own copy of the configuration; is changed
   * @param bucket the bucket
   * @throws ConfigException if the user has set one of the keys to something else
   */
  static void apply(Configuration conf, String bucket) {
    Wiring.KEYS.forEach(
        (key, value) -> {
          String hadoops = HADOOPS.getOrDefault(key, "");
          String own = S3AKeys.ofBucket(key, bucket);
          checkOwn(conf, key, value, hadoops);
          checkOwn(conf, own, value, hadoops);
          conf.set(key, value);
          if (conf.get(own) != null) {
            // Not unset: S3A puts it over the key of all, and site files may be read again.
            conf.set(own, value);
          }
        });
    for (String key : FORBIDDEN) {
      checkOwn(conf, key, "", "");
      checkOwn(conf, S3AKeys.ofBucket(key, bucket), "", "");
    }
    checkFeatures(conf, bucket);
    EmrKeys.checkS3A(conf, bucket);
    BucketEndpoint.of(conf, bucket).check();
  }

  /** Features of S3A that sign with something else than the signer. */
  private static void checkFeatures(Configuration conf, String bucket) {
    S3AKeys keys = new S3AKeys(conf, bucket);
    for (String key :
        List.of("fs.s3a.encryption.algorithm", "fs.s3a.server-side-encryption-algorithm")) {
      String algorithm = keys.value(key);
      if (algorithm.startsWith("CSE-")) {
        throw new ConfigException(
            keys.written(key)
                + " = '"
                + algorithm
                + "' for s3a://"
                + bucket
                + ": client-side encryption makes clients of its own, which neither pick a route nor"
                + " survive the end of a session. Use SSE-KMS or DSSE-KMS with Rolecall, or plain S3A"
                + " for this bucket",
            null);
      }
    }
    String grants = "fs.s3a.access.grants.enabled";
    if (Boolean.parseBoolean(keys.value(grants))) {
      throw new ConfigException(
          keys.written(grants)
              + " = 'true' for s3a://"
              + bucket
              + ": S3 Access Grants would replace the credentials that the routes name. Set it to"
              + " false, or use plain S3A for this bucket",
          null);
    }
  }

  private static void checkOwn(Configuration conf, String key, String value, String hadoops) {
    String own = isDefault(conf, key) ? "" : conf.getTrimmed(key, "");
    if (!own.isEmpty() && !own.equals(value) && !own.equalsIgnoreCase(hadoops)) {
      throw new ConfigException(
          key
              + " = '"
              + own
              + "': Rolecall needs "
              + (value.isEmpty() ? "it unset" : "'" + value + "' here and sets it by itself")
              + ", because requests would be signed without their route otherwise. Remove the key",
          null);
    }
  }

  /** Where a value first came from counts: defaults travel on in the files of jobs. */
  private static boolean isDefault(Configuration conf, String key) {
    String @Nullable [] sources = conf.getPropertySources(key);
    return sources != null && sources.length > 0 && sources[0].endsWith("-default.xml");
  }
}
