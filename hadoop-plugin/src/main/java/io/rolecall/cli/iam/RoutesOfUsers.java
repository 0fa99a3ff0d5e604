package io.rolecall.cli.iam;

import io.rolecall.cli.options.CommandFailure;
import io.rolecall.route.Route;
import io.rolecall.route.ScopedLocation;
import io.rolecall.routes.Audience;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RoutedAs;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
      routed
          .as()
          .match(
              route -> Map.of(route, routed.audience()),
              template -> written(routed, template, callers, notes))
          .forEach((route, audience) -> all.add(new One(route, routed.scope(), audience)));
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

  /**
   * The routes of a template, each with those whom it is for; one that is closed, if it is so to
   * all whose it would be.
   */
  private static Map<Route, Audience> written(
      RoutedFor routed, RoutedAs.Template template, List<HadoopUser> callers, Set<String> notes) {
    Map<Route, Set<String>> users = new LinkedHashMap<>();
    List<Route> closed = new ArrayList<>();
    for (HadoopUser caller : callers) {
      Optional<Route> theirs = template.callers().apply(caller);
      Optional<String> why = theirs.flatMap(RoutesOfUsers::why);
      why.ifPresent(notes::add);
      theirs.ifPresent(
          route -> {
            if (why.isPresent()) {
              closed.add(route);
            } else {
              users.computeIfAbsent(route, none -> new TreeSet<>()).add(caller.user());
            }
          });
    }
    if (users.isEmpty()) {
      return closed.isEmpty() ? Map.of() : Map.of(closed.get(0), routed.audience());
    }
    notes.add(
        routed.place()
            + ": the role of each user gets all of it, which is what the route gives. Where each has"
            + " a place of their own below, narrow the permissions by hand");
    Map<Route, Audience> routes = new LinkedHashMap<>();
    users.forEach((route, names) -> routes.put(route, new Audience(names, Set.of())));
    return routes;
  }

  /** Why nobody has access; empty if somebody has. */
  static Optional<String> why(Route route) {
    return route
        .access()
        .match(
            role -> Optional.empty(),
            base -> Optional.empty(),
            anonymous -> Optional.empty(),
            nobody -> Optional.of(nobody.why()));
  }
}
