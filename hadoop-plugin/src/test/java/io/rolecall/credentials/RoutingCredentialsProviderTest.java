package io.rolecall.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import java.util.Map;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class RoutingCredentialsProviderTest {

  /** A route that nobody may ask yet. */
  private static final RouteCredentials UNASKED =
      new RouteCredentials() {
        @Override
        public AwsCredentialsIdentity current() {
          throw new AssertionError("nobody has asked for this route");
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public boolean onRejected(String accessKeyId, Rejection rejection) {
          throw new AssertionError("nobody has asked for this route");
        }

        @Override
        public String toString() {
          return "unasked";
        }
      };

  private final RouteTable<RouteCredentials> routes =
      RouteTable.ofPrefixes("b1", Map.of("", UNASKED, "data", UNASKED));

  @Test
  void givesTheTableInsteadOfCredentialsAndAsksNobody() {
    AWSCredentialProviderList list = RoutingCredentialsProvider.list(routes, () -> "job-1");
    AwsCredentials one = list.resolveCredentials();
    assertThat(one).isInstanceOf(RoutingIdentity.class);
    assertThat(((RoutingIdentity) one).routes().credentials()).isSameAs(routes);
    assertThat(list.resolveCredentials()).isInstanceOf(RoutingIdentity.class).isNotSameAs(one);
    assertThat(list.resolveIdentity().join()).isInstanceOf(RoutingIdentity.class);
  }

  @Test
  void theTableCanBeFoundInTheListThatS3aHolds() {
    AWSCredentialProviderList list = RoutingCredentialsProvider.list(routes, () -> "job-1");
    assertThat(RoutingCredentialsProvider.find(list).map(RoutingCredentialsProviderTest::table))
        .containsSame(routes);
    assertThat(
            RoutingCredentialsProvider.find(list.share())
                .map(RoutingCredentialsProviderTest::table))
        .containsSame(routes);
  }

  private static RouteTable<RouteCredentials> table(RoutingCredentialsProvider provider) {
    return provider.routes().credentials();
  }

  @Test
  void noTableIsFoundInOtherProviders() {
    assertThat(RoutingCredentialsProvider.find(AnonymousCredentialsProvider.create())).isEmpty();
    assertThat(RoutingCredentialsProvider.find(new AWSCredentialProviderList())).isEmpty();
    AWSCredentialProviderList mixed = RoutingCredentialsProvider.list(routes, () -> "job-1");
    mixed.add(AnonymousCredentialsProvider.create());
    assertThat(RoutingCredentialsProvider.find(mixed)).isEmpty();
  }

  @Test
  void isShownByItsTable() {
    assertThat(RoutingCredentialsProvider.list(routes, () -> "job-1").getProviders().get(0))
        .hasToString("RoutingCredentialsProvider{s3a://b1[, data]}");
  }
}
