package io.rolecall.localaws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the SDK's signer, and spoiled before they go out. */
final class RawRequests {
  /** What the JDK's client sets by itself. */
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length", "expect");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RawRequests() {}

  /** A request before and after signing. */
  static final class Raw {
    private final SdkHttpRequest head;
    private final byte[] body;

    private Raw(SdkHttpRequest head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    /** The same request sent somewhere else. */
    Raw to(URI uri) {
      // the builder would append to a path that is there already
      return new Raw(
          head.toBuilder().clearQueryParameters().encodedPath("").uri(uri).build(), body);
    }

    byte[] body() {
      return body.clone();
    }

    Raw withHeader(String name, String value) {
      return new Raw(head.toBuilder().putHeader(name, value).build(), body);
    }

    Raw withoutHeader(String name) {
      return new Raw(head.toBuilder().removeHeader(name).build(), body);
    }

    Raw withBody(byte[] other) {
      return new Raw(head, other);
    }

    String header(String name) {
      return head.firstMatchingHeader(name).orElse("");
    }
  }

  static Raw request(SdkHttpMethod method, URI uri, byte[] body) {
    SdkHttpRequest head =
        SdkHttpRequest.builder()
            .method(method)
            .uri(uri)
            .putHeader("Content-Length", Integer.toString(body.length))
            .build();
    return new Raw(head, body);
  }

  static Raw sign(Raw raw, AwsCredentialsIdentity identity) {
    return sign(raw, identity, r -> {});
  }

  /** Signs for S3, as its clients do: one encoding of the path, no normalisation. */
  static Raw sign(
      Raw raw,
      AwsCredentialsIdentity identity,
      Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more) {
    ContentStreamProvider payload = () -> new ByteArrayInputStream(raw.body);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r -> {
                  r.identity(identity)
                      .request(raw.head)
                      .payload(payload)
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                      .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                      .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false);
                  more.accept(r);
                });
    return new Raw(signed.request(), bytes(signed.payload().orElse(null)));
  }

  static HttpResponse<byte[]> send(Raw raw) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(raw.head.getUri())
            .method(raw.head.method().name(), BodyPublishers.ofByteArray(raw.body));
    raw.head.forEachHeader(
        (name, values) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return send(request.build());
  }

  static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(@Nullable ContentStreamProvider payload) {
    if (payload == null) {
      return new byte[0];
    }
    try (var in = payload.newStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
