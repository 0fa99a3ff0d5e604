package io.rolecall.client;

import io.rolecall.config.ConfigException;
import io.rolecall.signing.RouteInterceptor;
import java.net.URI;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryPolicy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes clients of the AWS SDK that sign each request by the route of its bucket and key, as S3A
 * does with {@code io.rolecall.s3a.RolecallFileSystem}, and with the same sessions: a role that a
 * file system and a client of one user use costs one session.
 *
 * <p>The builder's region, endpoint, HTTP client and the like are kept. Its credentials and its
 * authentication scheme for Signature Version 4 are replaced. Its retry policy also repeats a
 * request that met an expired session, twice at most (a {@code RetryStrategy} of newer SDKs is
 * replaced by a policy of the SDK's default mode). A request without a route, or about two routes
 * at once, is refused with an {@code S3Exception} of status 403 and the code {@code
 * RefusedByRolecall}; it is not sent. Bulk deletes are split by role.
 *
 * <p>In Spark, and wherever else there is a declaration, the configuration must agree with what the
 * application was started with, as for a file system; requests of a client whose configuration does
 * not are refused. The user is the current Hadoop user when the client is built. Clients are
 * thread-safe. Closing one closes the SDK's client, and ends no session that others use.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/best-practices.html">AWS:
 *     use of service clients</a>
 */
public final class RoutedClients {

  private static final String NO_REGION =
      "the client has no region, and the SDK finds none in the process's environment, profile or"
          + " instance. Call region(...) on its builder";

  private RoutedClients() {}

  /**
   * A client of S3.
   *
   * @param builder the client's settings, except its credentials; this method changes it
   * @param conf the Hadoop configuration with Rolecall's keys
   * @return the client; close it
   * @throws ConfigException if requests to the builder's endpoint could not be told apart, the
   *     builder has no region and the SDK finds none, or the current Hadoop user cannot be
   *     determined
   */
  public static S3Client s3(S3ClientBuilder builder, Configuration conf) {
    ClientRoutes routes = ClientRoutes.of(conf);
    S3Client client =
        build(
            builder,
            routes,
            made -> made.serviceClientConfiguration().endpointOverride().orElse(null));
    return new RoutedS3Client(client, routes);
  }

  /**
   * An async client of S3. A client of the CRT signs by itself: give it a {@link
   * BucketCredentialsProvider} instead.
   *
   * @param builder the client's settings, except its credentials; this method changes it
   * @param conf the Hadoop configuration with Rolecall's keys
   * @return the client; close it
   * @throws ConfigException if requests to the builder's endpoint could not be told apart, the
   *     builder has no region and the SDK finds none, or the current Hadoop user cannot be
   *     determined
   */
  public static S3AsyncClient s3Async(S3AsyncClientBuilder builder, Configuration conf) {
    ClientRoutes routes = ClientRoutes.of(conf);
    S3AsyncClient client =
        build(
            builder,
            routes,
            made -> made.serviceClientConfiguration().endpointOverride().orElse(null));
    return new RoutedS3AsyncClient(client, routes);
  }

  private static <B extends S3BaseClientBuilder<B, C>, C extends SdkAutoCloseable> C build(
      B builder, ClientRoutes routes, Function<C, URI> endpoint) {
    C client = null;
    boolean done = false;
    try {
      client = made(builder, routes);
      // The client's word: the SDK has settings for it besides the builder's.
      routes.reachedAt(endpoint.apply(client));
      done = true;
      return client;
    } finally {
      if (!done) {
        IoUtils.closeQuietly(client, null);
        routes.close();
      }
    }
  }

  private static <B extends S3BaseClientBuilder<B, C>, C> C made(B builder, ClientRoutes routes) {
    ClientOverrideConfiguration own = builder.overrideConfiguration();
    try {
      return builder
          .credentialsProvider(RoutedScheme.CREDENTIALS)
          .putAuthScheme(new RoutedScheme(routes))
          .overrideConfiguration(repeating(own, new RouteInterceptor(() -> routes)))
          .build();
    } catch (SdkClientException e) {
      throw hasNoRegion(e) ? new ConfigException(NO_REGION, e) : e;
    } finally {
      // The next client of this builder is not to be counted and repeated as this one.
      builder.overrideConfiguration(
          own == null ? ClientOverrideConfiguration.builder().build() : own);
    }
  }

  /** The SDK has one class for all that is wrong with a builder. */
  private static boolean hasNoRegion(SdkClientException e) {
    return String.valueOf(e.getMessage()).startsWith("Unable to load region");
  }

  private static ClientOverrideConfiguration repeating(
      @Nullable ClientOverrideConfiguration own, RouteInterceptor interceptor) {
    ClientOverrideConfiguration override =
        own == null ? ClientOverrideConfiguration.builder().build() : own;
    RetryPolicy policy = override.retryPolicy().orElseGet(AwsRetryPolicy::defaultRetryPolicy);
    return override.toBuilder()
        .retryPolicy(interceptor.repeating(policy, policy.retryCondition()))
        .addExecutionInterceptor(interceptor)
        .build();
  }
}
