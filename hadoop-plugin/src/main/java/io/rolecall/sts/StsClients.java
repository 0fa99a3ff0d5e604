package io.rolecall.sts;

import io.rolecall.config.PlainHttp;
import io.rolecall.config.RolecallKeys;
import io.rolecall.logging.SecretLoggers;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.StsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * One STS client per endpoint and way there, made at the first call. The clients hold no
 * credentials: each request names its own. Thread-safe.
 */
public final class StsClients implements AutoCloseable {

  // A call that hangs is given up well within the patience of those who wait for it, and the SDK
  // tries three times and waits out throttling within this.
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));

  // As many as there are calls, and each role makes one at a time. With a bound, roles that hang
  // would take the connections of those that do not.
  private static final int CONNECTIONS = Integer.MAX_VALUE;

  private final Made made;
  private final StsNetwork network;

  /** Which client. */
  private record Way(StsEndpoint endpoint, StsNetwork network) {}

  /** The clients that there are. */
  private static final class Made {

    private final BiFunction<StsEndpoint, StsNetwork, StsClient> create;
    private final ConcurrentMap<Way, CompletableFuture<StsClient>> clients =
        new ConcurrentHashMap<>();
    private volatile boolean closed;

    Made(BiFunction<StsEndpoint, StsNetwork, StsClient> create) {
      this.create = create;
    }
  }

  /**
   * How long a call may take.
   *
   * @param attempt each attempt of it
   * @param call with its retries
   */
  record Timeouts(Duration attempt, Duration call) {}

  /** No clients yet. Their requests and answers are kept out of the logs from now on. */
  public StsClients() {
    this((endpoint, network) -> create(endpoint, network, TIMEOUTS));
    SecretLoggers.guard();
  }

  StsClients(BiFunction<StsEndpoint, StsNetwork, StsClient> create) {
    this(new Made(create), StsNetwork.OF_THE_JVM);
  }

  private StsClients(Made made, StsNetwork network) {
    this.made = made;
    this.network = network;
  }

  /**
   * The same clients, for those who reach STS in a way of their own.
   *
   * @param own how STS is reached
   * @return the clients; whoever closes these closes them
   */
  public StsClients over(StsNetwork own) {
    return new StsClients(made, own);
  }

  /**
   * The client of an endpoint. Whoever asks first makes it, and holds no lock meanwhile: files and
   * the metadata service may be asked for a region. Others who want the same one wait for it.
   *
   * @throws SdkException if it cannot be made; the next call tries again
   * @throws IllegalStateException if the clients are closed
   */
  StsClient client(StsEndpoint endpoint) {
    Way way = new Way(endpoint, network);
    CompletableFuture<StsClient> known = made.clients.get(way);
    if (known == null) {
      CompletableFuture<StsClient> own = new CompletableFuture<>();
      known = made.clients.putIfAbsent(way, own);
      if (known == null) {
        return make(way, own);
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

  private StsClient make(Way way, CompletableFuture<StsClient> own) {
    try {
      if (made.closed) {
        throw new IllegalStateException("the sessions that used STS have been closed");
      }
      StsClient client = made.create.apply(way.endpoint(), way.network());
      own.complete(client);
      return client;
    } catch (RuntimeException | Error e) {
      made.clients.remove(way, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  static StsClient create(StsEndpoint endpoint, StsNetwork network, Timeouts timeouts) {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder()
            .retryPolicy(RetryMode.STANDARD)
            .apiCallAttemptTimeout(timeouts.attempt())
            .apiCallTimeout(timeouts.call());
    network.headers().forEach(override::putHeader);
    if (!network.userAgentPrefix().isEmpty()) {
      override.putAdvancedOption(
          SdkAdvancedClientOption.USER_AGENT_PREFIX, network.userAgentPrefix());
    }
    StsClientBuilder builder =
        StsClient.builder()
            .httpClientBuilder(network.httpClient().maxConnections(CONNECTIONS))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(override.build());
    endpoint.region().map(Region::of).ifPresent(builder::region);
    endpoint.endpoint().ifPresent(builder::endpointOverride);
    StsClient client = builder.build();
    if (endpoint.endpoint().isEmpty()) {
      checkChosen(client);
    }
    return client;
  }

  /** The client's word on its endpoint: the SDK has settings for it besides S3A's key. */
  private static void checkChosen(StsClient client) {
    Optional<URI> chosen = client.serviceClientConfiguration().endpointOverride();
    try {
      chosen.ifPresent(
          uri ->
              PlainHttp.checkSts(
                  uri,
                  "STS endpoint '"
                      + uri
                      + "', which settings of the AWS SDK name (AWS_ENDPOINT_URL_STS,"
                      + " AWS_ENDPOINT_URL, a property of the JVM, or a profile)",
                  Set.of(),
                  RolecallKeys.STS_HTTP_HOSTS.name()
                      + ", and the endpoint in "
                      + RolecallKeys.STS_ENDPOINT.name()));
    } catch (InvalidRouteException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public void close() {
    made.closed = true;
    // One that is being made is closed when it is there.
    made.clients.values().forEach(client -> client.thenAccept(StsClient::close));
    made.clients.clear();
  }
}
