package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.delegation.RouteCredentials;
import io.rolecall.delegation.RoutingCredentialsProvider;
import io.rolecall.route.RouteTable;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.conditions.OrRetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3A's clients with two additions: a request that met an expired session is signed again, and a
 * bulk delete is split by route. Made by S3A, by reflection.
 */
public final class RoutingClientFactory extends DefaultS3ClientFactory {

  /** For S3A. */
  public RoutingClientFactory() {}

  @Override
  public S3Client createS3Client(URI uri, S3ClientCreationParameters parameters)
      throws IOException {
    S3Client client = super.createS3Client(uri, parameters);
    RouteTable<RouteCredentials> routes = routes(parameters);
    return routes.isSingle() ? client : new RoutedBulkDelete(client, routes);
  }

  @Override
  protected ClientOverrideConfiguration.Builder createClientOverrideConfiguration(
      S3ClientCreationParameters parameters, Configuration conf) throws IOException {
    ClientOverrideConfiguration.Builder override =
        super.createClientOverrideConfiguration(parameters, conf);
    ExpiredSessionRetry expired = new ExpiredSessionRetry(routes(parameters));
    RetryPolicy policy = override.retryPolicy();
    RetryPolicy.Builder repeating =
        (policy == null ? RetryPolicy.builder() : policy.toBuilder())
            .retryCondition(
                OrRetryCondition.create(expired, RetryCondition.defaultRetryCondition()));
    if (policy == null || policy.numRetries() < 1) {
      // fs.s3a.attempts.maximum = 0 is about S3's failures; an expiry is none.
      repeating.numRetries(1);
    }
    return override.retryPolicy(repeating.build()).addExecutionInterceptor(expired);
  }

  private static RouteTable<RouteCredentials> routes(S3ClientCreationParameters parameters) {
    return RoutingCredentialsProvider.find(parameters.getCredentialSet())
        .map(RoutingCredentialsProvider::routes)
        .orElseThrow(
            () ->
                new ConfigException(
                    "Rolecall's client factory got the credentials of another provider. Use it only"
                        + " through fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem",
                    null));
  }
}
