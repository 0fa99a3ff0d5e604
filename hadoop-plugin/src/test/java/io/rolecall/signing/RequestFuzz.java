package io.rolecall.signing;

import io.rolecall.route.BucketAddress;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Requests' paths, queries and sources, and bodies of bulk deletes: whatever a client sends. */
public final class RequestFuzz {

  private static final URI ENDPOINT = URI.create("http://localhost:9090");
  private static final List<RequestReader> READERS =
      List.of(
          new RequestReader(BucketAddress.of("bucket", null, null)),
          new RequestReader(BucketAddress.of("bucket", ENDPOINT, null)));

  private RequestFuzz() {}

  /** Reads them; only the SDK's exceptions, which S3A understands, may come of it. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    String[] parts = text.split("\n", 3);
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .protocol("https")
            .host(text.length() % 2 == 0 ? "bucket.s3.amazonaws.com" : "localhost")
            .encodedPath(parts[0]);
    if (parts.length > 1) {
      request.putHeader("x-amz-copy-source", parts[1]);
    }
    if (parts.length > 2) {
      request.putRawQueryParameter("prefix", parts[2]);
    }
    READERS.forEach(reader -> read(reader, request.build()));
    try {
      DeletedKeys.in(() -> new ByteArrayInputStream(data));
    } catch (SdkException e) {
      // As it should be.
    }
  }

  private static void read(RequestReader reader, SdkHttpRequest request) {
    try {
      reader.check(request);
      String key = reader.key(request);
      // A path's key can never be outside of the bucket; a list's prefix is a text like others.
      boolean ofList = request.rawQueryParameters().containsKey("prefix");
      if (!ofList && (key.startsWith("../") || key.equals(".."))) {
        throw new AssertionError("a key outside of the bucket: " + key);
      }
      reader.sources(request);
    } catch (SdkException e) {
      // As it should be.
    }
  }
}
