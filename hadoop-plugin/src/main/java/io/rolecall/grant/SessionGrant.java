package io.rolecall.grant;

import io.rolecall.route.RoleArn;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes and their sessions, as a token or a channel carries them.
 *
 * @param job the job's id, for the audit log; empty if the writer does not know it
 * @param writtenAt when it was written, by its writer's clock
 * @param routes which role serves which location
 * @param roles the roles, by fingerprint, with their sessions as far as they are live
 */
public record SessionGrant(
    String job, Instant writtenAt, List<GrantedRoute> routes, Map<String, GrantedRole> roles) {

  /** Copies the routes and roles. */
  public SessionGrant {
    routes = List.copyOf(routes);
    roles =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(roles)); // in order: what is written again is the same
  }

  /**
   * One role.
   *
   * @param arn the role
   * @param session its session; null if the writer has none
   * @param failure why it has none; null if nobody asked for one
   */
  public record GrantedRole(
      RoleArn arn, @Nullable Session session, @Nullable SessionException failure) {}

  /**
   * A grant of nothing.
   *
   * @param now when it is written
   * @return the grant, without routes and roles
   */
  public static SessionGrant empty(Instant now) {
    return new SessionGrant("", now, List.of(), Map.of());
  }

  /**
   * This grant and another's; where both know a role, one with a session wins.
   *
   * @param other the other, whose job and time are taken
   * @return both
   */
  public SessionGrant and(SessionGrant other) {
    List<GrantedRoute> allRoutes = new ArrayList<>(routes);
    allRoutes.addAll(other.routes);
    Map<String, GrantedRole> allRoles = new LinkedHashMap<>(roles);
    other.roles.forEach(
        (id, role) -> allRoles.merge(id, role, (one, two) -> two.session() == null ? one : two));
    return new SessionGrant(
        other.job.isEmpty() ? job : other.job, other.writtenAt, allRoutes, allRoles);
  }

  /**
   * When the first of its sessions ends.
   *
   * @return the time, by the writer's clock; empty without a session
   */
  public Optional<Instant> firstExpiration() {
    return roles.values().stream()
        .map(GrantedRole::session)
        .filter(Objects::nonNull)
        .map(Session::expiration)
        .min(Instant::compareTo);
  }
}
