package io.rolecall.route;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A bucket, or the objects of a bucket whose keys lie below a prefix; or, in the place of a bucket,
 * a client of another service of AWS by the name that its route gives it.
 *
 * <p>{@code s3a://}, {@code s3://} and {@code s3n://} name the same place. A prefix ends at a
 * {@code /} boundary: {@code s3a://b/data} covers {@code data} and {@code data/x}, never {@code
 * data2}.
 *
 * @param bucket the bucket's name; {@code @name} for a client, which no bucket can be called
 * @param prefix the key prefix without leading or trailing {@code /}; empty for the whole bucket
 */
public record S3Location(String bucket, String prefix) {

  private static final Set<String> SCHEMES = Set.of("s3a", "s3", "s3n");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9A-Z][a-z0-9A-Z._-]{1,254}");

  private static final String CLIENT = "client:";
  private static final String CLIENT_MARK = "@";
  private static final Pattern CLIENT_NAME = Pattern.compile("@[A-Za-z][A-Za-z0-9._-]{0,62}");

  /** Validates the bucket's name and strips the slashes around the prefix. */
  public S3Location {
    requireNonNull(bucket, "bucket");
    requireNonNull(prefix, "prefix");
    if (CLIENT_NAME.matcher(bucket).matches()) {
      if (!prefix.isEmpty()) {
        throw new InvalidRouteException("a client has no prefixes");
      }
    } else if (!BUCKET.matcher(bucket).matches()) {
      throw noBucket(bucket);
    }
    prefix = strip(prefix);
  }

  private static InvalidRouteException noBucket(String name) {
    return new InvalidRouteException(
        "'" + name + "' is not a bucket name: expected 2 to 255 letters, digits, '.', '-', '_'");
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
    if (isClient(rest)) {
      // A URI of a file system has its user's name there: none may get a client's credentials so.
      throw noBucket(slash < 0 ? rest : rest.substring(0, slash));
    }
    return slash < 0
        ? new S3Location(rest, "")
        : new S3Location(rest.substring(0, slash), rest.substring(slash + 1));
  }

  /**
   * The place of a client of another service.
   *
   * @param name the name that its route gives it
   * @return the place
   * @throws InvalidRouteException if it is no name
   */
  public static S3Location ofClient(String name) {
    if (!CLIENT_NAME.matcher(CLIENT_MARK + name).matches()) {
      throw new InvalidRouteException(
          "'"
              + name
              + "' is not the name of a client: expected a letter, then up to 62 letters, digits, '.',"
              + " '-', '_'");
    }
    return new S3Location(CLIENT_MARK + name, "");
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text a location, or a client's place
   * @return the place
   * @throws InvalidRouteException if it is neither
   */
  public static S3Location ofText(String text) {
    return text.startsWith(CLIENT) ? ofClient(text.substring(CLIENT.length())) : parse(text);
  }

  /**
   * Whether this is the place of a client of another service.
   *
   * @return false for buckets and what is in them
   */
  public boolean isClient() {
    return isClient(bucket);
  }

  /**
   * Whether a name that stands for a bucket is a client's.
   *
   * @param bucket the name
   * @return false for buckets
   */
  public static boolean isClient(String bucket) {
    return bucket.startsWith(CLIENT_MARK);
  }

  /**
   * Whether this is a whole bucket.
   *
   * @return true if there is no prefix
   */
  public boolean isBucket() {
    return prefix.isEmpty();
  }

  /**
   * The place as routes write it, for messages.
   *
   * @return the location's URI; for a client's place, the field that names the client
   */
  public String written() {
    return isClient() ? written(bucket) : toString();
  }

  /**
   * A bucket, or what stands for a client in its place, as routes write it; for messages.
   *
   * @param bucket the name of either
   * @return the bucket's URI, or the field that names the client
   */
  public static String written(String bucket) {
    return bucket.startsWith(CLIENT_MARK)
        ? "\"client\": \"" + bucket.substring(CLIENT_MARK.length()) + "\""
        : "s3a://" + bucket;
  }

  /** The location as users write it; {@code client:name} for a client. */
  @Override
  public String toString() {
    if (isClient()) {
      return CLIENT + bucket.substring(CLIENT_MARK.length());
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
