package io.rolecall.sts;

import io.rolecall.logging.SecretLoggers;
import io.rolecall.route.StsEndpoint;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private final ConcurrentMap<StsEndpoint, StsClient> clients = new ConcurrentHashMap<>();

  /** None yet. Their requests and answers are kept out of the logs from now on. */
  public StsClients() {
    SecretLoggers.guard();
  }

  StsClient client(StsEndpoint endpoint) {
    return clients.computeIfAbsent(endpoint, StsClients::create);
  }

  private static StsClient create(StsEndpoint endpoint) {
    StsClientBuilder builder =
        StsClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryPolicy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                    .apiCallTimeout(CALL_TIMEOUT)
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
