package io.rolecall.signing;

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
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Requests as the SDK sends them, without sending them. */
public final class SentRequests implements SdkHttpClient {

  /** How the bucket is named. */
  public enum Style {
    PATH("http://localhost:9000"),
    VIRTUAL_HOST("https://s3.eu-west-1.amazonaws.com"),
    ACCESS_POINT("https://s3-accesspoint.eu-west-1.amazonaws.com");

    private final URI endpoint;

    Style(String endpoint) {
      this.endpoint = URI.create(endpoint);
    }
  }

  /** A request and its body. */
  public record Sent(SdkHttpRequest request, @Nullable ContentStreamProvider body) {}

  private final @Nullable Region home;
  private @Nullable Sent last;

  /** Answers whoever asks. */
  public SentRequests() {
    this(null);
  }

  /**
   * Answers requests to a region alone.
   *
   * @param home where all buckets are, to which others are redirected; null if they are everywhere
   */
  SentRequests(@Nullable Region home) {
    this.home = home;
  }

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
    return client(
        requireNonNull(HTTP.get(style)),
        style.endpoint,
        settings -> settings.forcePathStyle(style == Style.PATH));
  }

  /** A client whose requests go here. */
  public static S3Client client(
      SentRequests http, @Nullable URI endpoint, Consumer<S3ClientBuilder> settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    settings.accept(builder);
    return builder.build();
  }

  /** What an operation sends. */
  public static Sent by(Style style, Consumer<S3Client> operation) {
    return requireNonNull(HTTP.get(style)).by(requireNonNull(CLIENTS.get(style)), operation);
  }

  /** What an operation of a client of this sends. */
  Sent by(S3Client client, Consumer<S3Client> operation) {
    last = null;
    SdkException failure = null;
    try {
      operation.accept(client);
    } catch (SdkException e) {
      // Some operations miss something in the empty answer; the request was made before.
      failure = e;
    }
    Sent sent = last;
    if (sent == null) {
      throw new AssertionError("nothing was sent", failure);
    }
    return sent;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    last = new Sent(request.httpRequest(), request.contentStreamProvider().orElse(null));
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(200);
        if (home != null && !request.httpRequest().host().contains(home.id())) {
          response.statusCode(301).putHeader("x-amz-bucket-region", home.id());
        }
        return HttpExecuteResponse.builder().response(response.build()).build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
