package io.rolecall.cli;

import io.rolecall.config.ConfigException;
import io.rolecall.doctor.routes.NoRoute;
import io.rolecall.failure.FileFailure;
import io.rolecall.handoff.StoreSettings;
import io.rolecall.route.NamedPlace;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.Routed;
import io.rolecall.supply.sessions.SuppliedPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/** Places whose sessions a command may be given. */
final class SuppliedPlaces {

  private SuppliedPlaces() {}

  /**
   * Looks up where they are, and refuses those that no session could be handed over of. Makes no
   * network call.
   *
   * @throws ConfigException if one is not routed to a role; a route for others is refused later
   */
  static List<SuppliedPlace> of(Configuration conf, List<NamedPlace> named) {
    if (named.isEmpty()) {
      return List.of();
    }
    RouteBook book = RouteBook.of(conf);
    HadoopUser user = user();
    List<SuppliedPlace> locations = new ArrayList<>();
    for (NamedPlace each : named) {
      Place place = each.place();
      Routed routed = book.of(place, user);
      Route route =
          routed
              .at(place)
              .orElseThrow(() -> new ConfigException(NoRoute.message(book, place), null));
      Optional<String> nothing = NothingToHandOver.of(route);
      if (nothing.isPresent()) {
        throw new ConfigException(place + nothing.get(), null);
      }
      locations.add(new SuppliedPlace(each.name(), place, StoreSettings.of(routed.config())));
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
