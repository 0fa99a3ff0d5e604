package io.rolecall.signing;

import io.rolecall.credentials.RoutedLocation;
import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteTraffic;
import io.rolecall.route.S3Location;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.SdkHttpHeaders;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Counts the requests of one client by route, each attempt of them. A request whose route cannot be
 * found is not counted, and does not fail for that. Thread-safe.
 */
final class RouteCounts {

  /** A route for every other bucket makes as many locations as there are names. */
  private static final int REMEMBERED = 1000;

  private final Supplier<? extends RequestRouter> router;
  private final ConcurrentMap<S3Location, RouteTraffic> known = new ConcurrentHashMap<>();

  /**
   * The counts of a client.
   *
   * @param router finds the route of a request; called later, because the client is not made yet
   */
  RouteCounts(Supplier<? extends RequestRouter> router) {
    this.router = router;
  }

  /** An attempt was answered. */
  void afterTransmission(Context.AfterTransmission context) {
    RouteTraffic traffic = of(context.httpRequest());
    if (traffic != null) {
      // The answer to a HEAD tells the length of what it does not have.
      boolean hasBody = context.httpRequest().method() != SdkHttpMethod.HEAD;
      traffic.answered(length(context.httpRequest()), hasBody ? length(context.httpResponse()) : 0);
    }
  }

  /**
   * A request failed: it is repeated because its session had expired, or was denied, or neither.
   */
  void failed(SdkHttpRequest request, boolean forbidden, boolean again) {
    if (!forbidden && !again) {
      return;
    }
    RouteTraffic traffic = of(request);
    if (traffic != null && again) {
      traffic.repeated();
    } else if (traffic != null) {
      traffic.denied();
    }
  }

  private @Nullable RouteTraffic of(SdkHttpRequest request) {
    RoutedLocation found = find(router.get(), request);
    if (found == null) {
      return null;
    }
    RouteTraffic traffic = known.get(found.location());
    if (traffic == null) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      traffic = ProcessTraffic.of(found.toString());
      known.put(found.location(), traffic);
    }
    return traffic;
  }

  private static @Nullable RoutedLocation find(RequestRouter router, SdkHttpRequest request) {
    RoutedLocation only = router.only();
    if (only != null) {
      return only;
    }
    if (RequestReader.isBulkDelete(request)) {
      // Its keys are in the body, which is read once, by the signer.
      return router.whole();
    }
    try {
      return router.find(request, null);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static long length(SdkHttpHeaders message) {
    try {
      return Math.max(0, Long.parseLong(message.firstMatchingHeader("Content-Length").orElse("0")));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
