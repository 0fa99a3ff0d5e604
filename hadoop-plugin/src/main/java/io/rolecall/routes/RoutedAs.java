package io.rolecall.routes;

import io.rolecall.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a place is accessed, as its route is written. */
public sealed interface RoutedAs {

  /**
   * What each kind means to the caller.
   *
   * @param same for a place that all whom the route is for access alike
   * @param template for one whose roles depend on who calls
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super Route, ? extends R> same, Function<? super Template, ? extends R> template);

  /**
   * The same for all.
   *
   * @param route the route
   */
  record Same(Route route) implements RoutedAs {
    @Override
    public <R> R match(
        Function<? super Route, ? extends R> same,
        Function<? super Template, ? extends R> template) {
      return same.apply(route);
    }
  }

  /**
   * Roles that depend on who calls.
   *
   * @param roles the roles in the order in which they are assumed, with {@code {user}} and {@code
   *     {group}} in them
   * @param allowed a regular expression for the ARNs that may come of it
   * @param hasExternalId whether the last role is asked with an external id
   * @param duration how long its sessions last
   * @param callers the route of a user, whose name is believed; empty if another route of the place
   *     is theirs
   */
  record Template(
      List<String> roles,
      String allowed,
      boolean hasExternalId,
      Duration duration,
      Function<HadoopUser, Optional<Route>> callers)
      implements RoutedAs {

    /** Copies the list. */
    public Template {
      roles = List.copyOf(roles);
    }

    @Override
    public <R> R match(
        Function<? super Route, ? extends R> same,
        Function<? super Template, ? extends R> template) {
      return template.apply(this);
    }

    /** The last role. */
    @Override
    public String toString() {
      return roles.get(roles.size() - 1);
    }
  }
}
