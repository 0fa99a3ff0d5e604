package io.rolecall.routes;

import io.rolecall.route.InvalidRouteException;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom a route is for.
 *
 * @param users Hadoop users, by their short names
 * @param groups Hadoop groups
 */
public record Audience(Set<String> users, Set<String> groups) {

  /** Everybody. */
  static final Audience ALL = new Audience(Set.of(), Set.of());

  /** How closely an audience fits a caller. The order counts. */
  enum Fit {
    NONE,
    EVERYBODY,
    GROUP,
    USER
  }

  /** Checks that no name is empty, and sorts them. */
  public Audience {
    users = checked("users", users);
    groups = checked("groups", groups);
  }

  private static Set<String> checked(String field, Set<String> names) {
    if (names.stream().anyMatch(Objects::isNull)) {
      throw new InvalidRouteException("null in '" + field + "'; expected names");
    }
    if (names.stream().anyMatch(String::isBlank)) {
      throw new InvalidRouteException("an empty name in '" + field + "'");
    }
    return Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /**
   * Whether nobody is named.
   *
   * @return true if it is for everybody
   */
  public boolean isEverybody() {
    return users.isEmpty() && groups.isEmpty();
  }

  Fit fit(HadoopUser caller) {
    if (isEverybody()) {
      return Fit.EVERYBODY;
    }
    if (users.contains(caller.user())) {
      return Fit.USER;
    }
    return !groups.isEmpty() && groups.stream().anyMatch(caller.groups()::contains)
        ? Fit.GROUP
        : Fit.NONE;
  }

  /** {@code everybody}, or as {@code users [alice] and groups [analysts]}. */
  @Override
  public String toString() {
    if (isEverybody()) {
      return "everybody";
    }
    String named = users.isEmpty() ? "" : "users " + users;
    String joint = users.isEmpty() || groups.isEmpty() ? "" : " and ";
    return named + joint + (groups.isEmpty() ? "" : "groups " + groups);
  }
}
