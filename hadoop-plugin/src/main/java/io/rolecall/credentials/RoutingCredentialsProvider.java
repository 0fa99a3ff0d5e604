package io.rolecall.credentials;

import io.rolecall.route.BucketAddress;
import io.rolecall.route.RouteTable;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Gives S3A's clients the {@link RoutingIdentity} of their FileSystem. Makes no network call.
 * Thread-safe.
 */
public final class RoutingCredentialsProvider implements AwsCredentialsProvider {

  private static final AwsCredentials PLACEHOLDER = AwsBasicCredentials.create("none", "none");

  private final BucketRoutes routes;
  private final Supplier<String> jobId;
  private volatile boolean accepted;
  private volatile BucketAddress address;

  private RoutingCredentialsProvider(BucketRoutes routes, Supplier<String> jobId) {
    this.routes = routes;
    this.jobId = jobId;
    this.address = BucketAddress.of(routes.bucket(), null, null);
  }

  /**
   * The provider as S3A wants it.
   *
   * <p>S3A's list looks into the first credentials that a provider gives, to see whether there are
   * any. With ours, that would mint the session of the bucket's own route when nobody has asked for
   * it, so the list is shown a placeholder once, before S3A sees it.
   *
   * @param routes the table
   * @param jobId gives the job's id, as far as it is known
   * @return a list of this one provider
   */
  public static AWSCredentialProviderList list(
      RouteTable<RouteCredentials> routes, Supplier<String> jobId) {
    RoutingCredentialsProvider provider =
        new RoutingCredentialsProvider(new BucketRoutes(routes), jobId);
    AWSCredentialProviderList list = new AWSCredentialProviderList("Rolecall", provider);
    list.resolveCredentials();
    provider.accepted = true;
    return list;
  }

  /**
   * The provider behind the credentials that S3A gives its clients.
   *
   * @param credentials S3A's list
   * @return the provider; empty if the list is not Rolecall's
   */
  public static Optional<RoutingCredentialsProvider> find(
      IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
    return credentials instanceof AWSCredentialProviderList list
            && list.size() == 1
            && list.getProviders().get(0) instanceof RoutingCredentialsProvider provider
        ? Optional.of(provider)
        : Optional.empty();
  }

  /**
   * The credentials of each location of the bucket.
   *
   * @return the routes
   */
  public BucketRoutes routes() {
    return routes;
  }

  /**
   * How requests of the bucket name it.
   *
   * @return the address; where no client has been made yet, that of Amazon's hosts
   */
  public BucketAddress address() {
    return address;
  }

  /**
   * Tells where the FileSystem's client sends its requests.
   *
   * @param known the bucket's address there
   */
  public void reachedAt(BucketAddress known) {
    this.address = known;
  }

  /**
   * The id of the job that the sessions are for.
   *
   * @return the id; empty if it is not known yet
   */
  public String jobId() {
    return jobId.get();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return accepted ? new RoutingIdentity(routes, address) : PLACEHOLDER;
  }

  /** The table; none of the credentials. */
  @Override
  public String toString() {
    return "RoutingCredentialsProvider{" + routes + "}";
  }
}
