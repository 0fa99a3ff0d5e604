package io.rolecall.localaws.sigv4;

import io.rolecall.localaws.http.HttpRequest;
import java.util.Locale;

/** The text that a signature covers. */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String of(HttpRequest request, Authorization authorization, String payloadHash) {
    StringBuilder text = new StringBuilder(1024);
    text.append(request.method()).append('\n');
    // Decoded and encoded again: clients differ in which characters of a path they encode. Other
    // services than S3 encode twice, but the only path they have here is "/".
    text.append(UriEncoding.encodePath(UriEncoding.decode(request.rawPath()))).append('\n');
    text.append(query(request, authorization)).append('\n');
    for (String name : authorization.signedHeaders()) {
      text.append(name.toLowerCase(Locale.ROOT)).append(':');
      text.append(values(request, name)).append('\n');
    }
    text.append('\n').append(String.join(";", authorization.signedHeaders())).append('\n');
    return text.append(payloadHash).toString();
  }

  private static String query(HttpRequest request, Authorization authorization) {
    QueryParameters query = QueryParameters.parse(request.rawQuery());
    return authorization.isPresigned()
        ? query.without("X-Amz-Signature"::equals).canonical()
        : query.canonical();
  }

  private static String values(HttpRequest request, String name) {
    return String.join(
        ",",
        request.headers().all(name).stream()
            .map(value -> value.trim().replaceAll(" +", " "))
            .toList());
  }
}
