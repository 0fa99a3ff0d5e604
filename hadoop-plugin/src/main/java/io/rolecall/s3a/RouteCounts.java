package io.rolecall.s3a;

import io.rolecall.credentials.RoutedLocation;
import io.rolecall.metrics.ProcessTraffic;
import io.rolecall.metrics.RouteTraffic;
import io.rolecall.route.S3Location;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpHeaders;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Counts the requests of one file system's clients by route, each attempt of them. A request that
 * cannot be counted is none the worse for it. Thread-safe.
 */
final class RouteCounts implements ExecutionInterceptor {

  private final Supplier<RequestRoutes> routes;
  private final ConcurrentMap<S3Location, RouteTraffic> known = new ConcurrentHashMap<>();

  /**
   * @param routes what signed; asked later, because the client is not made yet
   */
  RouteCounts(Supplier<RequestRoutes> routes) {
    this.routes = routes;
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    RouteTraffic traffic = of(context.httpRequest());
    if (traffic != null) {
      // The answer to a HEAD tells the length of what it does not have.
      boolean hasBody = context.httpRequest().method() != SdkHttpMethod.HEAD;
      traffic.answered(length(context.httpRequest()), hasBody ? length(context.httpResponse()) : 0);
    }
  }

  /** A request failed: it is repeated for its session, denied, or neither. */
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
    RequestRoutes asked = routes.get();
    RoutedLocation found = asked.routes().single();
    if (found == null) {
      found = located(asked, request);
    }
    if (found == null) {
      return null;
    }
    RouteTraffic traffic = known.get(found.location());
    if (traffic == null) {
      traffic = ProcessTraffic.of(found.toString());
      known.put(found.location(), traffic);
    }
    return traffic;
  }

  /** The keys of a bulk delete are in its body, which is read once, by the signer. */
  private static @Nullable RoutedLocation located(RequestRoutes asked, SdkHttpRequest request) {
    if (RequestReader.isBulkDelete(request)) {
      return asked.routes().whole();
    }
    try {
      return asked.routes().find(asked.reader().key(request));
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
