package io.rolecall.sts;

import io.rolecall.logging.SecretLoggers;
import io.rolecall.route.StsEndpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * One STS client per endpoint, made at the first call. The clients hold no credentials: each
 * request names its own. Thread-safe.
 */
public final class StsClients implements AutoCloseable {

  // A call that hangs is given up well within the patience of those who wait for it, and the SDK
  // tries three times and waits out throttling within this.
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));

  // As many as there are calls, and each role makes one at a time. With a bound, roles that hang
  // would take the connections of those that do not.
  private static final int CONNECTIONS = Integer.MAX_VALUE;

  private final Function<StsEndpoint, StsClient> create;
  private final ConcurrentMap<StsEndpoint, CompletableFuture<StsClient>> clients =
      new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * How long a call may take.
   *
   * @param attempt each attempt of it
   * @param call with its retries
   */
  record Timeouts(Duration attempt, Duration call) {}

  /** No clients yet. Their requests and answers are kept out of the logs from now on. */
  public StsClients() {
    this(endpoint -> create(endpoint, TIMEOUTS));
    SecretLoggers.guard();
  }

  StsClients(Function<StsEndpoint, StsClient> create) {
    this.create = create;
  }

  /**
   * The client of an endpoint. Whoever asks first makes it, and holds no lock meanwhile: files and
   * the metadata service may be asked for a region. Others who want the same one wait for it.
   *
   * @throws SdkException if it cannot be made; the next call tries again
   * @throws IllegalStateException if the clients are closed
   */
  StsClient client(StsEndpoint endpoint) {
    CompletableFuture<StsClient> known = clients.get(endpoint);
    if (known == null) {
      CompletableFuture<StsClient> own = new CompletableFuture<>();
      known = clients.putIfAbsent(endpoint, own);
      if (known == null) {
        return make(endpoint, own);
      }
    }
    try {
      return known.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private StsClient make(StsEndpoint endpoint, CompletableFuture<StsClient> own) {
    try {
      if (closed) {
        throw new IllegalStateException("the sessions that used STS have been closed");
      }
      StsClient client = create.apply(endpoint);
      own.complete(client);
      return client;
    } catch (RuntimeException | Error e) {
      clients.remove(endpoint, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  static StsClient create(StsEndpoint endpoint, Timeouts timeouts) {
    StsClientBuilder builder =
        StsClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryPolicy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(timeouts.attempt())
                    .apiCallTimeout(timeouts.call())
                    .build());
    endpoint.region().map(Region::of).ifPresent(builder::region);
    endpoint.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void close() {
    closed = true;
    // One that is being made is closed when it is there.
    clients.values().forEach(client -> client.thenAccept(StsClient::close));
    clients.clear();
  }
}
