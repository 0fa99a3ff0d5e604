package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;
import java.util.Optional;
import java.util.function.Function;

/** One route as a token or a channel carries it: how its location is accessed. */
public sealed interface GrantedRoute {

  /** The location. */
  S3Location location();

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
   * A route to a role of the same grant.
   *
   * @param role the role's fingerprint
   */
  record ToRole(S3Location location, String role) implements GrantedRoute {

    /** Checks that it names a role. */
    public ToRole {
      requireNonNull(location, "location");
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
  record ToBase(S3Location location) implements GrantedRoute {

    /** Checks that nothing is null. */
    public ToBase {
      requireNonNull(location, "location");
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
  record Unsigned(S3Location location) implements GrantedRoute {

    /** Checks that nothing is null. */
    public Unsigned {
      requireNonNull(location, "location");
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
  record Closed(S3Location location, String why) implements GrantedRoute {

    /** Checks that there is a reason. */
    public Closed {
      requireNonNull(location, "location");
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
