package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.route.BucketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Reads which keys of a bucket a request is about. What is not of the bucket, or cannot be shown to
 * be, is refused: nobody may sign it with the bucket's roles.
 *
 * @param address how requests name the bucket
 */
record RequestReader(BucketAddress address) {

  private static final String COPY_SOURCE = "x-amz-copy-source";
  private static final String RENAME_SOURCE = "x-amz-rename-source";

  /**
   * What the query of a list may hold, of objects, versions or uploads. With anything else it may
   * be a question about the bucket itself, which a prefix changes nothing of.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
   */
  private static final Set<String> OF_LISTS =
      Set.of(
          "continuation-token",
          "delimiter",
          "encoding-type",
          "fetch-owner",
          "key-marker",
          "list-type",
          "marker",
          "max-keys",
          "max-uploads",
          "prefix",
          "start-after",
          "upload-id-marker",
          "uploads",
          "version-id-marker",
          "versions",
          "x-id");

  /**
   * Checks that a request is for the bucket, without looking at its route.
   *
   * @param request the request
   */
  void check(SdkHttpRequest request) {
    int start = keyStart(request);
    String path = request.encodedPath();
    if (path.indexOf("..", start) >= 0 || path.indexOf("%2", start) >= 0) {
      decoded(path, start, request);
    }
  }

  /**
   * The key that a request names: the object's, or the prefix of a list; empty for the bucket
   * itself, and for a bulk delete.
   */
  String key(SdkHttpRequest request) {
    String key = decoded(request.encodedPath(), keyStart(request), request);
    return key.isEmpty() ? prefix(request) : key;
  }

  private int keyStart(SdkHttpRequest request) {
    int start = address.keyStart(request.host(), request.encodedPath());
    if (start == BucketAddress.ELSEWHERE) {
      throw AccessDenied.because(
          "a request to "
              + shown(request)
              + " by the file system of "
              + address
              + ": it is not of this bucket, or that cannot be determined. Access another bucket through"
              + " its own file system");
    }
    return start;
  }

  private String decoded(String path, int start, SdkHttpRequest request) {
    String key = PercentEscapes.decode(path.substring(start));
    if (key.contains("..") && leavesTheBucket(key)) {
      throw AccessDenied.because(
          "a request to "
              + shown(request)
              + ": its key leaves the bucket by '..', which S3 allows nobody");
    }
    return key;
  }

  /** As S3 has it: read from the left, there are never more steps up than steps down. */
  private static boolean leavesTheBucket(String key) {
    int depth = 0;
    for (String segment : key.split("/", -1)) {
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String prefix(SdkHttpRequest request) {
    Map<String, List<String>> query = request.rawQueryParameters();
    List<String> values = query.get("prefix");
    if (values == null
        || values.isEmpty()
        || request.method() != SdkHttpMethod.GET
        || !OF_LISTS.containsAll(query.keySet())) {
      return "";
    }
    if (values.size() > 1) {
      throw AccessDenied.because(
          "a request to " + shown(request) + " for the prefixes " + values + ": expected one");
    }
    // Null where a query has the name without a value.
    String prefix = values.get(0);
    return prefix == null ? "" : prefix;
  }

  /**
   * The keys that may be the source of a copy or a rename.
   *
   * @param request a request of the bucket
   * @return none if the request is neither; more than one where the source can be read in two ways
   */
  List<String> sources(SdkHttpRequest request) {
    // Copies of objects and of parts, and renames, are PUTs; others need no look at their headers.
    if (request.method() != SdkHttpMethod.PUT) {
      return List.of();
    }
    String copied = header(request, COPY_SOURCE);
    String renamed = header(request, RENAME_SOURCE);
    if (copied == null && renamed == null) {
      return List.of();
    }
    if (copied != null && renamed != null) {
      throw AccessDenied.because(
          "a request to " + shown(request) + " to copy and to rename at once: expected one");
    }
    return copied != null ? List.of(copySource(copied)) : renameSources(String.valueOf(renamed));
  }

  static boolean isRename(SdkHttpRequest request) {
    return request.firstMatchingHeader(RENAME_SOURCE).isPresent();
  }

  private String copySource(String source) {
    // Before decoding: a key may hold the same characters, and has them encoded.
    int version = source.indexOf("?versionId=");
    String decoded = PercentEscapes.decode(version < 0 ? source : source.substring(0, version));
    int start = address.sourceKeyStart(decoded);
    if (start == BucketAddress.ELSEWHERE) {
      throw AccessDenied.because(
          "a copy from '" + decoded + "' into " + address + ": copies stay within a bucket");
    }
    return decoded.substring(start);
  }

  /** S3 documents a key; clients send {@code /bucket/key} too. Where both fit, both count. */
  private List<String> renameSources(String source) {
    String decoded = PercentEscapes.decode(source);
    int start = address.sourceKeyStart(decoded);
    if (start != BucketAddress.ELSEWHERE) {
      String key = decoded.substring(start);
      return decoded.startsWith("/") ? List.of(key) : List.of(key, decoded);
    }
    if (decoded.startsWith("arn:")) {
      throw AccessDenied.because(
          "a rename from '" + decoded + "' into " + address + ": renames stay within a bucket");
    }
    return decoded.startsWith("/") ? List.of(decoded.substring(1), decoded) : List.of(decoded);
  }

  private static @Nullable String header(SdkHttpRequest request, String name) {
    String value = request.firstMatchingHeader(name).orElse(null);
    if (value != null && request.matchingHeaders(name).size() > 1) {
      throw AccessDenied.because(
          "a request to " + shown(request) + " with more than one " + name + ": expected one");
    }
    return value;
  }

  /** Whether a request is about many keys at once, which are in its body, if it names none. */
  static boolean isBulkDelete(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.POST
        && request.rawQueryParameters().containsKey("delete");
  }

  private static String shown(SdkHttpRequest request) {
    return request.host() + request.encodedPath();
  }
}
