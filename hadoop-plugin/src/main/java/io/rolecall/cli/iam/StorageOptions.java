package io.rolecall.cli.iam;

import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.LocationConverter;
import io.rolecall.iam.Storage;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.KmsKey;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** What routes do not tell of their buckets: whose they are, their keys, and what is only read. */
final class StorageOptions {

  private static final Set<String> KMS = Set.of("SSE-KMS", "DSSE-KMS");

  /** S3A's keys for it, the newer names first. */
  private static final List<String> ALGORITHM =
      List.of("encryption.algorithm", "server-side-encryption-algorithm");

  private static final List<String> KEY = List.of("encryption.key", "server-side-encryption.key");

  @Option(
      names = "--bucket",
      paramLabel = "BUCKET=ACCOUNT",
      description =
          "A bucket that is not in the account of its role: its policy is written, too. May be"
              + " repeated.")
  private List<String> buckets = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "BUCKET=ARN",
      description =
          "A KMS key that a bucket's objects are encrypted with, beside that of"
              + " fs.s3a.encryption.key. May be repeated.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--read",
      paramLabel = "LOCATION",
      converter = LocationConverter.class,
      description =
          "A location that is only read, with all below it: its role gets no permission to write"
              + " there. May be repeated.")
  private List<S3Location> read = new ArrayList<>();

  /** For picocli. */
  StorageOptions() {}

  /**
   * What is known of the buckets.
   *
   * @param confs the configurations of all sets, whose encryption keys count, too
   * @param routed the locations of S3 that have routes
   * @param isOfAws whether accounts are those of AWS, which have 12 digits
   * @param notes collects what a person should know
   */
  Storage read(
      List<Configuration> confs,
      Collection<S3Location> routed,
      boolean isOfAws,
      Collection<String> notes)
      throws CommandFailure {
    Map<String, String> accounts = new LinkedHashMap<>();
    for (String bucket : buckets) {
      String[] pair =
          pair(
              "--bucket",
              bucket,
              isOfAws ? "\\d{12}" : "[A-Za-z0-9_-]+",
              "BUCKET=ACCOUNT, such as lake=222222222222");
      requireRouted("--bucket", bucket, bucket(pair[0]), routed);
      String before = accounts.put(pair[0], pair[1]);
      if (before != null && !before.equals(pair[1])) {
        throw CommandFailure.usage(
            "--bucket '"
                + bucket
                + "': another one says "
                + pair[0]
                + "="
                + before
                + ", and a bucket has one owner");
      }
    }
    for (S3Location location : read) {
      requireRouted("--read", location.toString(), location, routed);
    }
    Map<String, Set<KmsKey>> known = named(routed);
    for (Configuration conf : confs) {
      addWritten(known, conf, routed, notes);
    }
    return new Storage(accounts, known, new LinkedHashSet<>(read));
  }

  private Map<String, Set<KmsKey>> named(Collection<S3Location> routed) throws CommandFailure {
    Map<String, Set<KmsKey>> known = new LinkedHashMap<>();
    for (String key : keys) {
      String expected =
          "BUCKET=arn:aws:kms:<region>:<account>:key/<id>. An alias is not enough: 'aws kms"
              + " describe-key' prints the ARN of its key";
      String[] pair = pair("--key", key, ".+", expected);
      KmsKey arn = KmsKey.of(pair[1]).orElse(null);
      if (arn == null) {
        throw unexpected("--key", key, expected);
      }
      requireRouted("--key", key, bucket(pair[0]), routed);
      known.computeIfAbsent(pair[0], b -> new TreeSet<>()).add(arn);
    }
    return known;
  }

  /** The keys that a job with this configuration writes with. */
  private static void addWritten(
      Map<String, Set<KmsKey>> known,
      Configuration conf,
      Collection<S3Location> routed,
      Collection<String> notes)
      throws CommandFailure {
    Set<String> names = new TreeSet<>();
    routed.forEach(location -> names.add(location.bucket()));
    for (String bucket : names) {
      Optional<Written> algorithm = written(conf, bucket, ALGORITHM);
      Optional<Written> key = written(conf, bucket, KEY);
      if (algorithm.isEmpty() || key.isEmpty() || !KMS.contains(algorithm.get().value())) {
        continue;
      }
      Optional<KmsKey> arn = KmsKey.of(key.get().value());
      if (arn.isPresent()) {
        known.computeIfAbsent(bucket, b -> new TreeSet<>()).add(arn.get());
      } else if (!known.containsKey(bucket)) {
        notes.add(
            "s3a://"
                + bucket
                + ": "
                + key.get().name()
                + " is not the ARN of a key, so nothing is written for it. Name the key with --key "
                + bucket
                + "=ARN");
      }
    }
  }

  /** A value and the key that gave it. */
  private record Written(String name, String value) {}

  /** As S3A looks for it: the bucket's own before that of all, also in credential providers. */
  private static Optional<Written> written(Configuration conf, String bucket, List<String> options)
      throws CommandFailure {
    for (String prefix : List.of("fs.s3a.bucket." + bucket + ".", "fs.s3a.")) {
      for (String option : options) {
        String name = prefix + option;
        char[] value;
        try {
          value = conf.getPassword(name);
        } catch (IOException e) {
          throw CommandFailure.configuration(
              name + " cannot be read from hadoop.security.credential.provider.path: " + e);
        }
        if (value != null && value.length > 0) {
          return Optional.of(new Written(name, new String(value).trim()));
        }
      }
    }
    return Optional.empty();
  }

  private static String[] pair(String option, String text, String second, String expected)
      throws CommandFailure {
    int equals = text.indexOf('=');
    if (equals < 1 || !text.substring(equals + 1).matches(second)) {
      throw unexpected(option, text, expected);
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }

  private static S3Location bucket(String name) throws CommandFailure {
    try {
      return new S3Location(name, "");
    } catch (InvalidRouteException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure unexpected(String option, String text, String expected) {
    return CommandFailure.usage(option + " '" + text + "': expected " + expected);
  }

  /** Of what no route names, nothing is written: a slip would go unseen. */
  private static void requireRouted(
      String option, String text, S3Location location, Collection<S3Location> routed)
      throws CommandFailure {
    if (routed.stream().noneMatch(route -> Storage.covers(location, route))) {
      throw CommandFailure.usage(
          option + " '" + text + "': no route is for " + location + " or below it");
    }
  }
}
