package io.rolecall.doctor;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What is examined.
 *
 * @param book the routes, with the job's configuration
 * @param caller the user whose job is meant
 * @param locations the locations that are meant; empty for all that routes name
 * @param probes what is tried at these locations, or at each route
 * @param clock this process's clock
 */
public record CheckContext(
    RouteBook book,
    HadoopUser caller,
    List<S3Location> locations,
    List<Probe> probes,
    Clock clock) {

  /** Checks that nothing is null. */
  public CheckContext {
    requireNonNull(book, "book");
    requireNonNull(caller, "caller");
    requireNonNull(clock, "clock");
    locations = List.copyOf(locations);
    probes = List.copyOf(probes);
  }

  Configuration conf() {
    return book.conf();
  }

  /** The buckets, and the clients of other services, that are examined. */
  List<String> buckets() {
    return locations.isEmpty()
        ? Stream.concat(book.buckets().stream(), book.clients().stream()).toList()
        : locations.stream().map(S3Location::bucket).distinct().toList();
  }
}
