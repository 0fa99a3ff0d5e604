package io.rolecall.doctor;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What is examined.
 *
 * @param book the routes, with the job's configuration
 * @param caller the user whose job is meant
 * @param location the location that is meant; empty for all that routes name
 * @param probes what is tried at the location, or at each route
 * @param clock this process's clock
 */
public record CheckContext(
    RouteBook book,
    HadoopUser caller,
    Optional<S3Location> location,
    List<Probe> probes,
    Clock clock) {

  /** Checks that nothing is null. */
  public CheckContext {
    requireNonNull(book, "book");
    requireNonNull(caller, "caller");
    requireNonNull(location, "location");
    requireNonNull(clock, "clock");
    probes = List.copyOf(probes);
  }

  Configuration conf() {
    return book.conf();
  }

  /** The buckets, and the clients of other services, that are examined. */
  List<String> buckets() {
    return location
        .map(S3Location::bucket)
        .map(List::of)
        .orElseGet(() -> Stream.concat(book.buckets().stream(), book.clients().stream()).toList());
  }
}
