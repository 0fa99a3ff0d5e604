package io.rolecall.signing;

import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.route.BucketAddress;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Routes of {@code bucket1} that sign with credentials of their names and note refusals. */
public final class TestRoutes {

  /** A route that signs as {@code key-of-name}. */
  public record Named(String name, List<String> refusals) implements RouteCredentials {

    @Override
    public AwsCredentialsIdentity current() {
      return AwsSessionCredentials.create("key-of-" + name, "secret", "token-of-" + name);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      refusals.add(accessKeyId + " " + rejection);
      return rejection == Rejection.EXPIRED;
    }

    @Override
    public String toString() {
      return "role " + name;
    }
  }

  private TestRoutes() {}

  /** A table from pairs of a prefix and a name; equal names are the same role. */
  public static RouteTable<RouteCredentials> of(String... prefixesAndNames) {
    Map<String, Named> byName = new HashMap<>();
    Map<String, RouteCredentials> byPrefix = new HashMap<>();
    for (int i = 0; i < prefixesAndNames.length; i += 2) {
      byPrefix.put(
          prefixesAndNames[i],
          byName.computeIfAbsent(
              prefixesAndNames[i + 1], name -> new Named(name, new ArrayList<>())));
    }
    return RouteTable.ofPrefixes("bucket1", byPrefix);
  }

  /** What signs the requests of {@link SentRequests}. */
  public static RequestRoutes ofRequests(RouteTable<RouteCredentials> routes) {
    return RequestRoutes.of(
        new BucketRoutes(routes),
        BucketAddress.of(routes.bucket(), URI.create("http://localhost:9000"), null));
  }

  /** What the route of a key was told. */
  public static List<String> refusals(RouteTable<RouteCredentials> routes, String key) {
    return routes.find(key) instanceof Named named ? named.refusals() : List.of();
  }
}
