package io.rolecall.routes;

import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A caller's routes of one bucket, and which of them lie below others. Immutable. */
final class NestedRoutes {

  /** By prefix with its slash, so that what is below a location follows it. */
  private final NavigableMap<String, Located> byPrefix = new TreeMap<>();

  /** A route, and its place, which is a location. */
  private record Located(S3Location location, ReadRoute read) {}

  NestedRoutes(Collection<ReadRoute> routes) {
    for (ReadRoute read : routes) {
      read.route()
          .place()
          .toLocation()
          .ifPresent(location -> byPrefix.put(start(location), new Located(location, read)));
    }
  }

  private static String start(S3Location location) {
    return location.isBucket() ? "" : location.prefix() + "/";
  }

  /**
   * The named routes with a scope that lead to a role, in the order of prefixes; by the way in
   * which they lead there.
   */
  Map<Access.Role, List<ReadRoute>> scoped(RoleArn arn) {
    Map<Access.Role, List<ReadRoute>> scoped = new HashMap<>();
    for (Located located : byPrefix.values()) {
      ReadRoute read = located.read();
      if (read.isNamed() && read.scope().isPresent()) {
        read.route()
            .access()
            .toRole()
            .filter(role -> role.role().equals(arn))
            .ifPresent(role -> scoped.computeIfAbsent(role, none -> new ArrayList<>()).add(read));
      }
    }
    return scoped;
  }

  /**
   * In how many other stretches of the same role a location's route lies. A stretch is a location
   * with what is routed alike right below it. One policy cannot be for two of which one lies in the
   * other: it would have to deny, between them, what it allows further down.
   */
  int depth(S3Location location, Access access) {
    int depth = -1;
    Optional<Scope> before = Optional.empty();
    for (ReadRoute around : chain(location)) {
      Optional<Scope> scope =
          around.isNamed() && around.route().access().equals(access)
              ? around.scope().map(scoped -> scoped.scope())
              : Optional.empty();
      if (scope.isPresent() && !scope.equals(before)) {
        depth++;
      }
      before = scope;
    }
    return depth;
  }

  /** The routes around a location, from the outermost to its own. */
  private List<ReadRoute> chain(S3Location location) {
    List<ReadRoute> chain = new ArrayList<>();
    String start = start(location);
    for (int end = start.length();
        end >= 0;
        end = end == 0 ? -1 : start.lastIndexOf('/', end - 2) + 1) {
      Located around = byPrefix.get(start.substring(0, end));
      if (around != null) {
        chain.add(around.read());
      }
    }
    Collections.reverse(chain);
    return chain;
  }

  /** The locations below one that do not share its session: the outermost of them. */
  List<S3Location> below(S3Location location) {
    String start = start(location);
    Located own = byPrefix.get(start);
    List<S3Location> below = new ArrayList<>();
    String passed = null;
    for (Map.Entry<String, Located> entry : byPrefix.tailMap(start, false).entrySet()) {
      if (!entry.getKey().startsWith(start)) {
        break;
      }
      if (passed != null && entry.getKey().startsWith(passed)) {
        continue;
      }
      if (own == null || !isAlike(own.read(), entry.getValue().read())) {
        passed = entry.getKey();
        below.add(entry.getValue().location());
      }
    }
    return below;
  }

  private static boolean isAlike(ReadRoute one, ReadRoute other) {
    return one.isNamed()
        && other.isNamed()
        && one.route().access().equals(other.route().access())
        && one.scope()
            .map(scoped -> scoped.scope())
            .equals(other.scope().map(scoped -> scoped.scope()));
  }
}
