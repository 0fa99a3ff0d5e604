package io.rolecall.s3a;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RoutingCredentialsProvider;
import io.rolecall.signing.RequestRoutes;
import io.rolecall.signing.RouteInterceptor;
import io.rolecall.signing.RoutedBulkDelete;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * S3A's clients with three additions: a request that met an expired session is signed again, a bulk
 * delete is split by route, and an abort that no session could sign is made up for. Made by S3A, by
 * reflection.
 */
public final class RoutingClientFactory extends DefaultS3ClientFactory {

  private static final String EXPRESS_SUFFIX = "--x-s3";

  /** For S3A. */
  public RoutingClientFactory() {}

  @Override
  public S3Client createS3Client(URI uri, S3ClientCreationParameters parameters)
      throws IOException {
    RoutingCredentialsProvider provider = provider(parameters);
    S3Client client = super.createS3Client(uri, parameters);
    URI endpoint = client.serviceClientConfiguration().endpointOverride().orElse(null);
    reach(endpoint, provider, client);
    BucketRoutes routes = provider.routes();
    S3Client aborting = new AbandonedUploads(client, routes);
    return routes.single() != null ? aborting : new RoutedBulkDelete(aborting, bucket -> routes);
  }

  @Override
  public S3AsyncClient createS3AsyncClient(URI uri, S3ClientCreationParameters parameters)
      throws IOException {
    S3AsyncClient client = super.createS3AsyncClient(uri, parameters);
    URI endpoint = client.serviceClientConfiguration().endpointOverride().orElse(null);
    reach(endpoint, provider(parameters), client);
    return client;
  }

  /** The client's word on its endpoint: the SDK has settings for it that S3A does not know. */
  private void reach(
      @Nullable URI endpoint, RoutingCredentialsProvider provider, SdkAutoCloseable client)
      throws IOException {
    try {
      provider.reachedAt(
          BucketEndpoint.of(getConf(), provider.routes().bucket()).address(endpoint));
    } catch (ConfigException e) {
      client.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  protected ClientOverrideConfiguration.Builder createClientOverrideConfiguration(
      S3ClientCreationParameters parameters, Configuration conf) throws IOException {
    ClientOverrideConfiguration.Builder override =
        super.createClientOverrideConfiguration(parameters, conf);
    RoutingCredentialsProvider provider = provider(parameters);
    checkExpressSessions(provider.routes(), parameters);
    Supplier<RequestRoutes> routes = () -> RequestRoutes.of(provider.routes(), provider.address());
    RouteInterceptor interceptor = new RouteInterceptor(routes);
    RetryPolicy policy = override.retryPolicy();
    return override
        .retryPolicy(
            interceptor.repeating(
                policy == null ? RetryPolicy.builder().numRetries(0).build() : policy,
                RetryCondition.defaultRetryCondition()))
        .addExecutionInterceptor(interceptor);
  }

  /** A session of S3 Express signs all requests to the bucket, whatever their key. */
  private static void checkExpressSessions(
      BucketRoutes routes, S3ClientCreationParameters parameters) {
    if (routes.single() == null
        && parameters.isExpressCreateSession()
        && routes.bucket().endsWith(EXPRESS_SUFFIX)) {
      throw new ConfigException(
          "s3a://"
              + routes.bucket()
              + " is a bucket of S3 Express with routes for prefixes ("
              + routes
              + "), but its sessions are for whole buckets. Set fs.s3a.bucket."
              + routes.bucket()
              + ".s3express.create.session = false, or route the whole bucket to one role",
          null);
    }
  }

  private static RoutingCredentialsProvider provider(S3ClientCreationParameters parameters) {
    return RoutingCredentialsProvider.find(parameters.getCredentialSet())
        .orElseThrow(
            () ->
                new ConfigException(
                    "Rolecall's client factory got the credentials of another provider. Use it only"
                        + " through fs.s3a.impl=io.rolecall.s3a.RolecallFileSystem",
                    null));
  }
}
