package io.rolecall.localaws.s3;

import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.iam.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;

/** The object store behind the gate. Thread-safe. */
public final class S3BackEnd {
  /** What belongs to the client's connection, its signature or its encoding of the body. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-decoded-content-length",
          "x-amz-security-token",
          "x-amz-trailer");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;

  public S3BackEnd(URI uri) {
    this.uri = uri;
  }

  /** Forwards a request, with this body in the place of its own. */
  HttpResponse<InputStream> send(S3Request request, S3Payload payload)
      throws IOException, AwsError {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri.resolve(request.backEndTarget()))
            .method(request.method(), payload.body().publisher());
    forwarded(request.http().headers()).forEach(builder::header);
    payload.trailers().forEach(builder::header);
    try {
      return send(builder.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new AwsError(
          500, "InternalError", "We encountered an internal error. Please try again.");
    }
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return client.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the back end answers");
    }
  }

  URI resolve(String target) {
    return uri.resolve(target);
  }

  private static HttpHeaders forwarded(HttpHeaders headers) {
    HttpHeaders forwarded = new HttpHeaders();
    headers.forEach(
        (name, value) -> {
          if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
            forwarded.add(name, value);
          }
        });
    for (String value : headers.all("Content-Encoding")) {
      String kept = value.replaceFirst("^aws-chunked,?\\s*|,\\s*aws-chunked$", "");
      if (!kept.isEmpty()) {
        forwarded.add("Content-Encoding", kept);
      }
    }
    return forwarded;
  }
}
