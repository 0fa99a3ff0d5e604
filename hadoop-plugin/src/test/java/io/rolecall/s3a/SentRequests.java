package io.rolecall.s3a;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests as the SDK sends them, without sending them. */
final class SentRequests implements SdkHttpClient {

  /** How the bucket is named. */
  enum Style {
    PATH("http://localhost:9000"),
    VIRTUAL_HOST("https://s3.eu-west-1.amazonaws.com"),
    ACCESS_POINT("https://s3-accesspoint.eu-west-1.amazonaws.com");

    private final URI endpoint;

    Style(String endpoint) {
      this.endpoint = URI.create(endpoint);
    }
  }

  /** A request and its body. */
  record Sent(SdkHttpRequest request, @Nullable ContentStreamProvider body) {}

  private @Nullable Sent last;

  private static final Map<Style, SentRequests> HTTP =
      Map.of(
          Style.PATH, new SentRequests(),
          Style.VIRTUAL_HOST, new SentRequests(),
          Style.ACCESS_POINT, new SentRequests());
  private static final Map<Style, S3Client> CLIENTS =
      Map.of(
          Style.PATH, client(Style.PATH),
          Style.VIRTUAL_HOST, client(Style.VIRTUAL_HOST),
          Style.ACCESS_POINT, client(Style.ACCESS_POINT));

  private static S3Client client(Style style) {
    return S3Client.builder()
        .httpClient(HTTP.get(style))
        .endpointOverride(style.endpoint)
        .forcePathStyle(style == Style.PATH)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }

  /** What an operation sends. */
  static Sent by(Style style, Consumer<S3Client> operation) {
    SentRequests http = requireNonNull(HTTP.get(style));
    http.last = null;
    try {
      operation.accept(requireNonNull(CLIENTS.get(style)));
    } catch (SdkException e) {
      // Some operations miss something in the empty answer; the request was made before.
    }
    return requireNonNull(http.last, "nothing was sent");
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    last = new Sent(request.httpRequest(), request.contentStreamProvider().orElse(null));
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return HttpExecuteResponse.builder()
            .response(SdkHttpResponse.builder().statusCode(200).build())
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
