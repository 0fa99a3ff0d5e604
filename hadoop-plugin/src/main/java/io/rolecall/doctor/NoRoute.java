package io.rolecall.doctor;

import io.rolecall.credentials.Unrouted;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Optional;

/** What to say of a location that no route covers. */
public final class NoRoute {

  private NoRoute() {}

  /**
   * The message.
   *
   * @param book the routes
   * @param location the location
   * @return what there is instead, and what may have been meant
   * @throws io.rolecall.config.ConfigException if the routes cannot be read
   */
  public static String message(RouteBook book, S3Location location) {
    List<String> buckets = book.buckets();
    Optional<String> alike = Similarity.closest(location.bucket(), buckets);
    return Unrouted.refusal(
        "no route for " + location,
        (buckets.contains(location.bucket())
                ? "Only prefixes of the bucket are routed; 'rolecall routes' lists them"
                : buckets.isEmpty()
                    ? "No bucket is routed: is this the configuration that the job has?"
                        + " (HADOOP_CONF_DIR, --conf-file)"
                    : "Routed buckets: " + some(buckets))
            + alike.map(name -> ". Did you mean s3a://" + name + "?").orElse(""));
  }

  private static String some(List<String> buckets) {
    int shown = 10;
    return String.join(", ", buckets.subList(0, Math.min(shown, buckets.size())))
        + (buckets.size() > shown ? ", ... (" + buckets.size() + " in all)" : "");
  }
}
