package io.rolecall.doctor.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.NamedPlace;
import io.rolecall.route.Route;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.util.List;
import java.util.Optional;

/** The locations whose sessions executors give to programs, as a driver believes them. */
public final class ExecutorLocations {

  private static final String KEY = RolecallKeys.EXECUTOR_SESSIONS.name();

  private ExecutorLocations() {}

  /**
   * Reads them. Makes no network call.
   *
   * @param book the base set of what was declared
   * @param user whose job it is
   * @return the locations, each with a name; empty if executors give nothing
   * @throws ConfigException if the key cannot be read, or one of its locations has no session that
   *     executors could have
   */
  public static List<NamedPlace> of(RouteBook book, HadoopUser user) {
    List<NamedPlace> locations = RolecallKeys.EXECUTOR_SESSIONS.find(book.conf()).orElse(List.of());
    for (NamedPlace each : locations) {
      Route route = book.of(each.place(), user).at(each.place()).orElse(null);
      if (route == null) {
        throw new ConfigException(KEY + ": " + NoRoute.message(book, each.place()), null);
      }
      Optional<String> fault =
          route
              .access()
              .match(
                  role -> Optional.empty(),
                  base ->
                      Optional.of(
                          each.place()
                              + " is routed to the base identity, which executors do not have. Route it"
                              + " to a role, or leave it out"),
                  anonymous ->
                      Optional.of(
                          each.place()
                              + " is accessed anonymously: there is no session to give. Leave it out, and"
                              + " let programs send their requests unsigned (the AWS CLI:"
                              + " --no-sign-request)"),
                  nobody -> Optional.of(nobody.why()));
      if (fault.isPresent()) {
        throw new ConfigException(KEY + ": " + fault.get(), null);
      }
    }
    return locations;
  }
}
