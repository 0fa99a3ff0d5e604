package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A bucket, or the objects of a bucket whose keys lie below a prefix.
 *
 * <p>{@code s3a://}, {@code s3://} and {@code s3n://} name the same place. A prefix ends at a
 * {@code /} boundary: {@code s3a://b/data} covers {@code data} and {@code data/x}, never {@code
 * data2}.
 *
 * @param bucket the bucket's name
 * @param prefix the key prefix without leading or trailing {@code /}; empty for the whole bucket
 */
public record S3Location(String bucket, String prefix) implements Place {

  private static final Set<String> SCHEMES = Set.of("s3a", "s3", "s3n");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9A-Z][a-z0-9A-Z._-]{1,254}");

  /**
   * Stands for the buckets that no route names, where a bucket has to be named. Its own name is
   * longer than S3 lets one be, so that no route is for it.
   */
  public static final S3Location EVERY_OTHER =
      new S3Location("every-other-bucket-".repeat(4) + "is-meant", "");

  /** Validates the bucket's name and strips the slashes around the prefix. */
  public S3Location {
    requireNonNull(bucket, "bucket");
    requireNonNull(prefix, "prefix");
    if (!BUCKET.matcher(bucket).matches()) {
      throw new InvalidRouteException(
          "'"
              + bucket
              + "' is not a bucket name: expected 2 to 255 letters, digits, '.', '-', '_'");
    }
    prefix = strip(prefix);
  }

  /**
   * A whole bucket.
   *
   * @param name the bucket's name
   * @return its location
   * @throws InvalidRouteException if no bucket can have this name
   */
  public static S3Location ofBucket(String name) {
    return new S3Location(name, "");
  }

  /**
   * Parses {@code s3a://bucket/prefix}. The prefix is taken as S3 keys are written, that is without
   * percent-decoding.
   *
   * @param text the location
   * @return the location
   * @throws InvalidRouteException if it has another scheme or no valid bucket
   */
  public static S3Location parse(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0 || !SCHEMES.contains(text.substring(0, scheme))) {
      throw new InvalidRouteException(
          "'" + text + "' is not an S3 location: expected s3a://bucket or s3a://bucket/prefix");
    }
    String rest = text.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return slash < 0
        ? ofBucket(rest)
        : new S3Location(rest.substring(0, slash), rest.substring(slash + 1));
  }

  @Override
  public <R> R match(
      Function<? super S3Location, ? extends R> location,
      Function<? super NamedClient, ? extends R> client) {
    return location.apply(this);
  }

  /**
   * Whether this is a whole bucket.
   *
   * @return true if there is no prefix
   */
  public boolean isBucket() {
    return prefix.isEmpty();
  }

  @Override
  public String written() {
    return toString();
  }

  /** The location as users write it. */
  @Override
  public String toString() {
    if (bucket.equals(EVERY_OTHER.bucket)) {
      return "s3a://*";
    }
    return isBucket() ? "s3a://" + bucket : "s3a://" + bucket + "/" + prefix;
  }

  private static String strip(String prefix) {
    int start = 0;
    int end = prefix.length();
    while (start < end && prefix.charAt(start) == '/') {
      start++;
    }
    while (end > start && prefix.charAt(end - 1) == '/') {
      end--;
    }
    return prefix.substring(start, end);
  }
}
