package io.rolecall.token;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.RouteTable;
import io.rolecall.route.S3Location;
import io.rolecall.session.SessionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The locations that a bucket's token is made for. Nobody can ask for more when it is under way, so
 * it carries the routes of these locations, or of the whole bucket if none is named. A role that
 * cannot be had travels with its reason, for whoever needs it; a named location has to be had.
 *
 * @param bucket the bucket
 * @param named its named locations; empty for all
 */
public record TokenLocations(String bucket, List<S3Location> named) {

  private static final int SHOWN = 5;

  /** Copies the locations. */
  public TokenLocations {
    named = List.copyOf(named);
  }

  /**
   * The locations that a bucket's configuration names.
   *
   * @param config the bucket's configuration
   * @return the locations
   * @throws io.rolecall.config.ConfigException if one is no location
   */
  public static TokenLocations of(RolecallConfig config) {
    return new TokenLocations(
        config.bucket(),
        config.find(RolecallKeys.TOKEN_LOCATIONS).orElse(List.of()).stream()
            .filter(location -> location.bucket().equals(config.bucket()))
            .toList());
  }

  /**
   * What the token carries.
   *
   * @param all a grant of the bucket, and perhaps of others
   * @return the part of the bucket's locations
   * @throws IOException if a named location cannot be had, or no role can; says why
   */
  public SessionGrant carried(SessionGrant all) throws IOException {
    RouteTable<GrantedRoute> routes =
        RouteTable.ofPrefixes(bucket, GrantedRoute.byPrefix(all.routes(), bucket));
    for (S3Location location : named) {
      check(location, routes, all);
    }
    SessionGrant carried = carriedAgain(all);
    Map<String, GrantedRole> roles = carried.roles();
    if (!roles.isEmpty() && roles.values().stream().allMatch(role -> role.session() == null)) {
      Missing missing = missing(roles.values().iterator().next());
      throw new IOException(missing.why(), missing.cause());
    }
    return carried;
  }

  /**
   * What a token carries that takes the place of one that somebody has: all that can be had. What
   * cannot goes with its reason.
   *
   * @param all a grant of the bucket, and perhaps of others, with the same routes as before
   * @return the part of the bucket's locations
   */
  public SessionGrant carriedAgain(SessionGrant all) {
    Map<String, GrantedRoute> byPrefix = GrantedRoute.byPrefix(all.routes(), bucket);
    if (named.isEmpty()) {
      return grant(all, List.copyOf(byPrefix.values()));
    }
    RouteTable<GrantedRoute> routes = RouteTable.ofPrefixes(bucket, byPrefix);
    Map<String, GrantedRoute> carried = new LinkedHashMap<>();
    for (S3Location location : named) {
      carried.putAll(GrantedRoute.byPrefix(serving(location, routes), bucket));
    }
    close(carried, byPrefix);
    return grant(all, List.copyOf(carried.values()));
  }

  /** The routes of a named location: that which covers it, and those below it. */
  private static List<GrantedRoute> serving(S3Location location, RouteTable<GrantedRoute> routes) {
    List<GrantedRoute> serving = new ArrayList<>();
    GrantedRoute own = routes.find(location.prefix());
    if (own != null) {
      serving.add(own);
    }
    serving.addAll(routes.below(location.prefix()));
    return serving;
  }

  private static void check(S3Location location, RouteTable<GrantedRoute> routes, SessionGrant all)
      throws IOException {
    List<GrantedRoute> serving = serving(location, routes);
    if (serving.isEmpty()) {
      throw new Missing("no route", null).because(location);
    }
    Optional<Missing> first = missing(serving.get(0), all);
    boolean covered = routes.find(location.prefix()) != null;
    if (first.isPresent()
        && (covered || serving.stream().allMatch(route -> missing(route, all).isPresent()))) {
      throw first.get().because(location);
    }
  }

  /** Why a location cannot be had. */
  private record Missing(String why, @Nullable SessionException cause) {

    IOException because(S3Location location) {
      return new IOException(
          location + ", which " + RolecallKeys.TOKEN_LOCATIONS.name() + " names: " + why, cause);
    }
  }

  private static Optional<Missing> missing(GrantedRoute route, SessionGrant all) {
    return route.match(
        role -> {
          GrantedRole granted = all.roles().get(role.role());
          return granted != null && granted.session() != null
              ? Optional.empty()
              : Optional.of(missing(granted));
        },
        base ->
            Optional.of(
                new Missing(
                    "it is routed to the base identity, which tokens do not carry. Route it to a"
                        + " role",
                    null)),
        anonymous -> Optional.empty(),
        closed -> Optional.of(new Missing(closed.why(), null)));
  }

  private static Missing missing(@Nullable GrantedRole role) {
    SessionException failure = role == null ? null : role.failure();
    return failure == null
        ? new Missing("its role has no session", null)
        : new Missing(String.valueOf(failure.getMessage()), failure);
  }

  /** What is not carried must not be taken for a part of what is: it is closed, and says why. */
  private void close(Map<String, GrantedRoute> carried, Map<String, GrantedRoute> byPrefix) {
    RouteTable<GrantedRoute> open = RouteTable.ofPrefixes(bucket, carried);
    boolean outside = false;
    for (Map.Entry<String, GrantedRoute> each : byPrefix.entrySet()) {
      String prefix = each.getKey();
      if (carried.containsKey(prefix)) {
        continue;
      }
      if (prefix.isEmpty() || open.find(prefix) == null) {
        outside = true;
      } else {
        carried.put(prefix, new GrantedRoute.Closed(each.getValue().place(), notNamed()));
      }
    }
    if (outside) {
      carried.put("", new GrantedRoute.Closed(S3Location.ofBucket(bucket), notNamed()));
    }
  }

  private String notNamed() {
    List<String> shown = named.stream().limit(SHOWN).map(S3Location::toString).toList();
    return "the token of s3a://"
        + bucket
        + " was made for "
        + shown
        + (named.size() > SHOWN ? " (" + named.size() + " in all)" : "")
        + " alone. Name this location too in "
        + RolecallKeys.TOKEN_LOCATIONS.name()
        + " where the job is submitted";
  }

  private SessionGrant grant(SessionGrant all, List<GrantedRoute> routes) {
    Set<String> wanted = new LinkedHashSet<>();
    for (GrantedRoute route : routes) {
      route
          .<Stream<String>>match(
              role -> Stream.of(role.role()),
              base -> Stream.of(),
              anonymous -> Stream.of(),
              closed -> Stream.of())
          .forEach(wanted::add);
    }
    Map<String, GrantedRole> roles = new LinkedHashMap<>();
    for (String id : wanted) {
      GrantedRole role = all.roles().get(id);
      if (role != null) {
        roles.put(id, role);
      }
    }
    return new SessionGrant(all.job(), all.writtenAt(), routes, roles);
  }
}
