package io.rolecall.signing;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RoutedLocation;
import io.rolecall.route.BucketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Finds what signs a request, by the routes of one bucket.
 *
 * @param routes the bucket's routes
 * @param reader reads requests of the bucket
 */
public record RequestRoutes(BucketRoutes routes, RequestReader reader) implements RequestRouter {

  /**
   * The routes of one bucket.
   *
   * @param routes the bucket's routes
   * @param address how requests name the bucket
   * @return a router for the bucket's requests
   */
  public static RequestRoutes of(BucketRoutes routes, BucketAddress address) {
    return new RequestRoutes(routes, new RequestReader(address));
  }

  /**
   * Finds the route of a request, or refuses it. A bucket with a single route needs no look at
   * keys.
   */
  @Override
  public RoutedLocation find(SdkHttpRequest request, @Nullable Supplier<List<String>> deletedKeys) {
    RoutedLocation single = routes.single();
    if (single != null) {
      reader.check(request);
      reader.sources(request);
      return single;
    }
    String key = reader.key(request);
    if (key.isEmpty() && RequestReader.isBulkDelete(request)) {
      if (deletedKeys == null) {
        throw AccessDenied.because(
            "a bulk delete in s3a://" + routes.bucket() + " whose keys cannot be seen");
      }
      return routes.findForAll(deletedKeys.get());
    }
    RoutedLocation found = routes.find(key);
    for (String source : reader.sources(request)) {
      RoutedLocation from = routes.find(source);
      if (!from.isServedWith(found)) {
        throw crossing(source, from, key, found, RequestReader.isRename(request));
      }
    }
    return found;
  }

  @Override
  public @Nullable RoutedLocation only() {
    return routes.single();
  }

  @Override
  public @Nullable RoutedLocation whole() {
    return routes.whole();
  }

  private RuntimeException crossing(
      String source, RoutedLocation from, String key, RoutedLocation to, boolean rename) {
    return AccessDenied.because(
        (rename ? "a rename" : "a copy")
            + " from one route into another: "
            + routes.shown(source)
            + " ("
            + from.credentials().identity()
            + ") to "
            + routes.shown(key)
            + " ("
            + to.credentials().identity()
            + "). No single role may do both; "
            + (rename ? "copy with distcp, then delete" : "use distcp"));
  }
}
