package io.rolecall.signing;

import io.rolecall.credentials.RoutedLocation;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Finds what signs a request, for one bucket or for all that are routed. Thread-safe. */
@FunctionalInterface
public interface RequestRouter {

  /**
   * The route of a request.
   *
   * @param request the request, before or after it was signed
   * @param deletedKeys reads the keys that a bulk delete names; null where they cannot be seen
   * @return what signs
   * @throws software.amazon.awssdk.services.s3.model.S3Exception a refusal
   */
  RoutedLocation find(SdkHttpRequest request, @Nullable Supplier<List<String>> deletedKeys);

  /**
   * What signs every request.
   *
   * @return null if that depends on the request
   */
  default @Nullable RoutedLocation only() {
    return null;
  }

  /**
   * What signs requests about the bucket as a whole, if all requests are for one bucket.
   *
   * @return null if there is none
   */
  default @Nullable RoutedLocation whole() {
    return null;
  }
}
