package io.rolecall.doctor.routes;

import io.rolecall.credentials.Unrouted;
import io.rolecall.doctor.check.Similarity;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Optional;

/** What to say of a place that no route covers. */
public final class NoRoute {

  private static final String SAME =
      "is this the configuration that the job has? (HADOOP_CONF_DIR, --conf-file)";

  private NoRoute() {}

  /**
   * The message.
   *
   * @param book the routes
   * @param place the place
   * @return what there is instead, and what may have been meant
   * @throws io.rolecall.config.ConfigException if the routes cannot be read
   */
  public static String message(RouteBook book, Place place) {
    return place.match(location -> of(book, location), client -> of(book, client));
  }

  private static String of(RouteBook book, NamedClient client) {
    List<String> names = book.clients().stream().map(NamedClient::name).toList();
    Optional<String> alike = Similarity.closest(client.name(), names);
    return Unrouted.refusal(
        "no route for " + client,
        (names.isEmpty() ? "No client is routed: " + SAME : "Routed clients: " + some(names))
            + alike.map(name -> ". Did you mean " + new NamedClient(name) + "?").orElse(""));
  }

  private static String of(RouteBook book, S3Location location) {
    List<String> buckets = book.buckets();
    Optional<String> alike = Similarity.closest(location.bucket(), buckets);
    return Unrouted.refusal(
        "no route for " + location,
        (buckets.contains(location.bucket())
                ? "Only prefixes of the bucket are routed; 'rolecall routes' lists them"
                : buckets.isEmpty()
                    ? "No bucket is routed: " + SAME
                    : "Routed buckets: " + some(buckets))
            + alike.map(name -> ". Did you mean s3a://" + name + "?").orElse(""));
  }

  private static String some(List<String> names) {
    int shown = 10;
    return String.join(", ", names.subList(0, Math.min(shown, names.size())))
        + (names.size() > shown ? ", ... (" + names.size() + " in all)" : "");
  }
}
