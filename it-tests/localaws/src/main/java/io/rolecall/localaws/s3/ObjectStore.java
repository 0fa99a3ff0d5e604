package io.rolecall.localaws.s3;

import io.rolecall.localaws.sigv4.UriEncoding;
import io.rolecall.localaws.text.Xml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The administrator's way to the objects, around the gate. Thread-safe. */
public final class ObjectStore {
  private final S3BackEnd backEnd;

  public ObjectStore(S3BackEnd backEnd) {
    this.backEnd = backEnd;
  }

  public void createBucket(String bucket) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(bucket, "")).PUT(BodyPublishers.noBody()).build();
    HttpResponse<byte[]> response = backEnd.send(request, BodyHandlers.ofByteArray());
    // a back end that was not started by us may have it already
    if (response.statusCode() != 409) {
      check(response);
    }
  }

  public void put(String bucket, String key, BodyPublisher content) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri(bucket, key)).PUT(content).build();
    check(backEnd.send(request, BodyHandlers.ofByteArray()));
  }

  public byte[] get(String bucket, String key) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri(bucket, key)).build();
    return check(backEnd.send(request, BodyHandlers.ofByteArray()));
  }

  public void delete(String bucket, String key) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri(bucket, key)).DELETE().build();
    check(backEnd.send(request, BodyHandlers.ofByteArray()));
  }

  /** The keys that start with this prefix. */
  public List<String> list(String bucket, String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    @Nullable String next = null;
    do {
      String token = next == null ? "" : "&continuation-token=" + UriEncoding.encode(next);
      URI uri =
          backEnd.resolve(
              '/' + bucket + "?list-type=2&prefix=" + UriEncoding.encode(prefix) + token);
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      Element page = Xml.parse(check(backEnd.send(request, BodyHandlers.ofByteArray())));
      Xml.all(page, "Contents")
          .forEach(object -> keys.add(String.valueOf(Xml.text(object, "Key"))));
      next = Xml.text(page, "NextContinuationToken");
    } while (next != null);
    return keys;
  }

  private URI uri(String bucket, String key) {
    String path = '/' + bucket + (key.isEmpty() ? "" : '/' + key);
    return backEnd.resolve(UriEncoding.encodePath(path));
  }

  private static byte[] check(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          response.statusCode()
              + " to "
              + response.request().method()
              + ' '
              + response.uri()
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response.body();
  }
}
