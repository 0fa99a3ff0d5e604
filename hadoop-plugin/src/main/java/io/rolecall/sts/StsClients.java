package io.rolecall.sts;

import io.rolecall.route.StsEndpoint;
import java.time.Duration;
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

  // A hanging STS must not hold a renewal thread for long; the SDK retries throttling within this.
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));

  private final Function<StsEndpoint, StsClient> create;
  private final ConcurrentMap<StsEndpoint, StsClient> clients = new ConcurrentHashMap<>();

  /**
   * How long a call may take.
   *
   * @param attempt each attempt of it
   * @param call with its retries
   */
  record Timeouts(Duration attempt, Duration call) {}

  /** No clients yet. */
  public StsClients() {
    this(endpoint -> create(endpoint, TIMEOUTS));
  }

  StsClients(Function<StsEndpoint, StsClient> create) {
    this.create = create;
  }

  StsClient client(StsEndpoint endpoint) {
    return clients.computeIfAbsent(endpoint, create);
  }

  static StsClient create(StsEndpoint endpoint, Timeouts timeouts) {
    StsClientBuilder builder =
        StsClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
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
    clients.values().forEach(StsClient::close);
    clients.clear();
  }
}
