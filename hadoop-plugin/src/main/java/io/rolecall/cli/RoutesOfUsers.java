package io.rolecall.cli;

import io.rolecall.cli.options.CommandFailure;
import io.rolecall.route.Route;
import io.rolecall.route.ScopedLocation;
import io.rolecall.routes.Audience;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RoutedAs;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Whom roles that depend on who calls are to be written out for. */
final class RoutesOfUsers {

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = {
        "A Hadoop user, where the roles of routes depend on who calls.",
        "Once for each user."
      })
  private List<String> users = new ArrayList<>();

  /** For picocli. */
  RoutesOfUsers() {}

  /**
   * A route, written out.
   *
   * @param route the route
   * @param scope what jobs do at its location; empty if all that the role may do
   * @param audience whom it is for
   */
  record One(Route route, Optional<ScopedLocation> scope, Audience audience) {}

  /**
   * Writes routes out.
   *
   * @param routes as they are written
   * @param conf maps users to groups
   * @param notes is told of users who have no role, and why
   * @throws CommandFailure if a role depends on who calls, and nobody is named
   */
  List<One> of(List<RoutedFor> routes, Configuration conf, Set<String> notes)
      throws CommandFailure {
    List<HadoopUser> callers = users.stream().map(name -> HadoopUser.of(name, conf)).toList();
    List<One> all = new ArrayList<>();
    for (RoutedFor routed : routes) {
      if (callers.isEmpty()) {
        requireTheSameForAll(routed);
      }
      Stream<Route> written =
          routed
              .as()
              .match(
                  Stream::of,
                  template -> callers.stream().flatMap(user -> route(template, user, notes)));
      written
          .distinct()
          .forEach(route -> all.add(new One(route, routed.scope(), routed.audience())));
    }
    return all;
  }

  private static void requireTheSameForAll(RoutedFor routed) throws CommandFailure {
    Optional<RoutedAs.Template> template =
        routed.as().match(same -> Optional.empty(), Optional::of);
    if (template.isPresent()) {
      throw CommandFailure.usage(
          routed.place()
              + " has the role "
              + template.get()
              + ", which depends on who calls. Say for whom with --user NAME, once for each user");
    }
  }

  private static Stream<Route> route(
      RoutedAs.Template template, HadoopUser user, Set<String> notes) {
    Route route = template.callers().apply(user);
    return route
        .access()
        .match(
            role -> Stream.of(route),
            base -> Stream.of(route),
            anonymous -> Stream.of(route),
            nobody -> {
              notes.add(nobody.why());
              return Stream.empty();
            });
  }
}
