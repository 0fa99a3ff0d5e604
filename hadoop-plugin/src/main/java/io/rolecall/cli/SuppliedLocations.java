package io.rolecall.cli;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.NoRoute;
import io.rolecall.failure.FileFailure;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.NamedLocation;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.supply.SuppliedLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/** Locations whose sessions a command may be given. */
final class SuppliedLocations {

  private SuppliedLocations() {}

  /**
   * Looks up where they are, and refuses those that no session could be handed over of. Makes no
   * network call.
   *
   * @throws ConfigException if one is not routed to a role; a route for others is refused later
   */
  static List<SuppliedLocation> of(Configuration conf, List<NamedLocation> named) {
    if (named.isEmpty()) {
      return List.of();
    }
    RouteBook book = RouteBook.of(conf);
    HadoopUser user = user();
    List<SuppliedLocation> locations = new ArrayList<>();
    for (NamedLocation each : named) {
      S3Location location = each.location();
      RoutedBucket bucket = book.of(location.bucket(), user);
      Route route = bucket.routes().find(location.prefix());
      if (route == null) {
        throw new ConfigException(NoRoute.message(book, location), null);
      }
      Optional<String> nothing = NothingToHandOver.of(route);
      if (nothing.isPresent()) {
        throw new ConfigException(location + nothing.get(), null);
      }
      locations.add(new SuppliedLocation(each.name(), location, StoreSettings.of(bucket.config())));
    }
    return locations;
  }

  private static HadoopUser user() {
    try {
      return HadoopUser.of(UserGroupInformation.getCurrentUser());
    } catch (IOException e) {
      throw new ConfigException(
          "the current Hadoop user cannot be determined: " + FileFailure.reason(e), e);
    }
  }
}
