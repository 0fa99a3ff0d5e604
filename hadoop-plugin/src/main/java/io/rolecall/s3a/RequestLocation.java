package io.rolecall.s3a;

import io.rolecall.delegation.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Which keys of its bucket an S3 request is about. */
final class RequestLocation {

  private static final String COPY_SOURCE = "x-amz-copy-source";
  private static final Pattern ACCESS_POINT_OBJECT =
      Pattern.compile(
          "arn:[^:]*:[^:]*:[^:]*:(?<account>\\d+):(?:[^:/]+/[^/]+/)?accesspoint[:/](?<name>[^/]+)/object/(?<key>.*)",
          Pattern.DOTALL);
  private static final XMLInputFactory XML = xml();

  private RequestLocation() {}

  /**
   * The key that a request names: the object's, or the prefix of a list; empty for the bucket
   * itself.
   *
   * @param request the request, path style or virtual-host style
   * @param bucket the bucket that it goes to
   */
  static String key(SdkHttpRequest request, String bucket) {
    String key = PercentEscapes.decode(encodedKey(request, bucket));
    if (key.isEmpty()) {
      // Null where a query has the name without a value.
      String prefix = first(request, "prefix");
      return prefix == null ? "" : prefix;
    }
    return key;
  }

  /** The key of a copy's source in the same bucket; null if the request is no copy. */
  static @Nullable String copySource(SdkHttpRequest request, String bucket) {
    // Copies of objects and of parts are PUTs; other requests need no look at their headers.
    String source =
        request.method() == SdkHttpMethod.PUT
            ? request.firstMatchingHeader(COPY_SOURCE).orElse(null)
            : null;
    if (source == null) {
      return null;
    }
    // Before decoding: a key may hold the same characters, and has them encoded.
    int version = source.indexOf("?versionId=");
    String decoded = PercentEscapes.decode(version < 0 ? source : source.substring(0, version));
    if (decoded.startsWith("arn:")) {
      return accessPointKey(decoded, request);
    }
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    if (slash < 0 || !path.substring(0, slash).equals(bucket)) {
      throw Refused.because(
          "a copy from '" + path + "' into s3a://" + bucket + ": copies stay within a bucket");
    }
    return path.substring(slash + 1);
  }

  /** The key in {@code arn:aws:s3:region:account:accesspoint/name/object/key}. */
  private static String accessPointKey(String source, SdkHttpRequest request) {
    Matcher matcher = ACCESS_POINT_OBJECT.matcher(source);
    // The host of an access point starts with its name and account.
    if (!matcher.matches()
        || !request.host().startsWith(matcher.group("name") + "-" + matcher.group("account"))) {
      throw Refused.because(
          "a copy from '" + source + "' into " + request.host() + ": copies stay within a bucket");
    }
    return matcher.group("key");
  }

  static boolean isBulkDelete(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.POST
        && request.rawQueryParameters().containsKey("delete");
  }

  private static @Nullable String first(SdkHttpRequest request, String parameter) {
    List<String> values = request.rawQueryParameters().get(parameter);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** The keys of a bulk delete. */
  static List<String> deletedKeys(ContentStreamProvider body) {
    List<String> keys = new ArrayList<>();
    try (InputStream in = body.newStream()) {
      XMLStreamReader xml = XML.createXMLStreamReader(in, "UTF-8");
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("Key")) {
          keys.add(xml.getElementText());
        }
      }
    } catch (XMLStreamException | IOException e) {
      throw Refused.because("a bulk delete whose keys cannot be read: " + e.getMessage());
    }
    return keys;
  }

  private static String encodedKey(SdkHttpRequest request, String bucket) {
    String path = request.encodedPath();
    int start = path.startsWith("/") ? 1 : 0;
    String host = request.host();
    boolean accessPoint = host.contains(".s3-accesspoint") || host.contains(".s3-outposts");
    if (accessPoint || isVirtualHost(host, bucket)) {
      return path.substring(start);
    }
    if (path.startsWith(bucket, start)) {
      int end = start + bucket.length();
      if (path.length() == end) {
        return "";
      }
      if (path.charAt(end) == '/') {
        return path.substring(end + 1);
      }
    }
    return path.substring(start);
  }

  private static boolean isVirtualHost(String host, String bucket) {
    return host.length() > bucket.length()
        && host.charAt(bucket.length()) == '.'
        && host.startsWith(bucket);
  }

  private static XMLInputFactory xml() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
