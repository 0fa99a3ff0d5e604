package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One route as a token or a channel carries it: how its place is accessed. */
public sealed interface GrantedRoute {

  /** The place. */
  Place place();

  /** What each kind of route means to the caller; see {@link io.rolecall.route.Access#match}. */
  <R> R match(
      Function<? super ToRole, ? extends R> role,
      Function<? super ToBase, ? extends R> base,
      Function<? super Unsigned, ? extends R> anonymous,
      Function<? super Closed, ? extends R> closed);

  /**
   * The route, if it leads to a role: for what is done with roles alone.
   *
   * @return the route; empty if it is of another kind
   */
  default Optional<ToRole> toRole() {
    return this.<Optional<ToRole>>match(
        Optional::of,
        base -> Optional.empty(),
        anonymous -> Optional.empty(),
        closed -> Optional.empty());
  }

  /**
   * The routes of one bucket.
   *
   * @param routes routes of any places
   * @param bucket the bucket
   * @return its routes by their prefixes, in their order
   */
  static Map<String, GrantedRoute> byPrefix(Collection<GrantedRoute> routes, String bucket) {
    Map<String, GrantedRoute> byPrefix = new LinkedHashMap<>();
    for (GrantedRoute route : routes) {
      route
          .place()
          .toLocation()
          .filter(location -> location.bucket().equals(bucket))
          .ifPresent(location -> byPrefix.put(location.prefix(), route));
    }
    return byPrefix;
  }

  /**
   * A route to a role of the same grant.
   *
   * @param role the role's fingerprint
   */
  record ToRole(Place place, String role) implements GrantedRoute {

    /** Checks that it names a role. */
    public ToRole {
      requireNonNull(place, "place");
      if (role.isEmpty()) {
        throw new IllegalArgumentException("a granted route to a role without its fingerprint");
      }
    }

    @Override
    public <R> R match(
        Function<? super ToRole, ? extends R> role,
        Function<? super ToBase, ? extends R> base,
        Function<? super Unsigned, ? extends R> anonymous,
        Function<? super Closed, ? extends R> closed) {
      return role.apply(this);
    }
  }

  /** A route to the base identity, which is never carried. */
  record ToBase(Place place) implements GrantedRoute {

    /** Checks that nothing is null. */
    public ToBase {
      requireNonNull(place, "place");
    }

    @Override
    public <R> R match(
        Function<? super ToRole, ? extends R> role,
        Function<? super ToBase, ? extends R> base,
        Function<? super Unsigned, ? extends R> anonymous,
        Function<? super Closed, ? extends R> closed) {
      return base.apply(this);
    }
  }

  /** A location whose requests are not signed: nothing needs to be carried for it. */
  record Unsigned(Place place) implements GrantedRoute {

    /** Checks that nothing is null. */
    public Unsigned {
      requireNonNull(place, "place");
    }

    @Override
    public <R> R match(
        Function<? super ToRole, ? extends R> role,
        Function<? super ToBase, ? extends R> base,
        Function<? super Unsigned, ? extends R> anonymous,
        Function<? super Closed, ? extends R> closed) {
      return anonymous.apply(this);
    }
  }

  /**
   * A location that is routed for others than the job's user.
   *
   * @param why what to tell whoever tries
   */
  record Closed(Place place, String why) implements GrantedRoute {

    /** Checks that there is a reason. */
    public Closed {
      requireNonNull(place, "place");
      if (why.isEmpty()) {
        throw new IllegalArgumentException("a closed location without the reason");
      }
    }

    @Override
    public <R> R match(
        Function<? super ToRole, ? extends R> role,
        Function<? super ToBase, ? extends R> base,
        Function<? super Unsigned, ? extends R> anonymous,
        Function<? super Closed, ? extends R> closed) {
      return closed.apply(this);
    }
  }
}
