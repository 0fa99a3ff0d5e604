package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.sigv4.QueryParameters;
import io.rolecall.localaws.sigv4.UriEncoding;
import org.jspecify.annotations.Nullable;

/**
 * An S3 request, in path style or virtual-host style.
 *
 * @param http as it came
 * @param bucket the bucket, or empty for a request on the account
 * @param key the key, or empty for a request on the bucket
 * @param query the decoded query
 */
public record S3Request(HttpRequest http, String bucket, String key, QueryParameters query) {
  private static final String LOCALHOST = ".localhost";

  public static S3Request of(HttpRequest http) {
    QueryParameters query = QueryParameters.parse(http.rawQuery());
    String path = UriEncoding.decode(http.rawPath()).substring(1);
    String virtual = virtualHost(http.headers().first("Host", ""));
    if (virtual != null) {
      return new S3Request(http, virtual, path, query);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new S3Request(http, path, "", query)
        : new S3Request(http, path.substring(0, slash), path.substring(slash + 1), query);
  }

  /** The bucket in {@code bucket.localhost:port}, or null. */
  private static @Nullable String virtualHost(String host) {
    String name = host.replaceFirst(":\\d+$", "");
    if (!name.endsWith(LOCALHOST)) {
      return null;
    }
    String bucket = name.substring(0, name.length() - LOCALHOST.length());
    if (bucket.equals("s3") || bucket.equals("sts")) {
      return null;
    }
    return bucket.endsWith(".s3") ? bucket.substring(0, bucket.length() - 3) : bucket;
  }

  String method() {
    return http.method();
  }

  boolean isOnObject() {
    return !key.isEmpty();
  }

  S3Request withoutHeaders() {
    HttpHeaders none = new HttpHeaders().set("Content-Type", "application/xml");
    HttpRequest bare =
        new HttpRequest(http.method(), http.rawPath(), http.rawQuery(), none, http.remote());
    return new S3Request(bare, bucket, key, query);
  }

  /** The request's own header, or null. */
  @Nullable String header(String name) {
    return http.headers().first(name);
  }

  /** Where the back end has it: path style, without the signature of a presigned URL. */
  String backEndTarget() {
    String path = '/' + bucket + (isOnObject() ? '/' + key : "");
    String rest = query.without(name -> name.startsWith("X-Amz-")).encoded();
    return UriEncoding.encodePath(path) + (rest.isEmpty() ? "" : '?' + rest);
  }
}
