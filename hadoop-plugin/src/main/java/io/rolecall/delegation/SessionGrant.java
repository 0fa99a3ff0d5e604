package io.rolecall.delegation;

import io.rolecall.route.RoleArn;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
record SessionGrant(
    String job, Instant writtenAt, List<GrantedRoute> routes, Map<String, GrantedRole> roles) {

  SessionGrant {
    routes = List.copyOf(routes);
    roles = Map.copyOf(roles);
  }

  /**
   * One role.
   *
   * @param arn the role
   * @param session its session; null if the writer has none
   * @param failure why it has none; null if nobody asked for one
   */
  record GrantedRole(RoleArn arn, @Nullable Session session, @Nullable SessionException failure) {}

  static SessionGrant empty(Instant now) {
    return new SessionGrant("", now, List.of(), Map.of());
  }

  /** This grant and another's; where both know a role, one with a session wins. */
  SessionGrant and(SessionGrant other) {
    List<GrantedRoute> allRoutes = new ArrayList<>(routes);
    allRoutes.addAll(other.routes);
    Map<String, GrantedRole> allRoles = new LinkedHashMap<>(roles);
    other.roles.forEach(
        (id, role) -> allRoles.merge(id, role, (one, two) -> two.session() == null ? one : two));
    return new SessionGrant(
        other.job.isEmpty() ? job : other.job, other.writtenAt, allRoutes, allRoles);
  }

  /**
   * The grant with expirations by this process's clock, for one that was written just now: what is
   * left of a session counts, not what the writer's clock showed.
   */
  SessionGrant arrivedAt(Instant now) {
    Duration shift = Duration.between(writtenAt, now);
    Map<String, GrantedRole> shifted = new LinkedHashMap<>();
    roles.forEach(
        (id, role) ->
            shifted.put(
                id, new GrantedRole(role.arn(), shift(role.session(), shift), role.failure())));
    return new SessionGrant(job, now, routes, shifted);
  }

  private static @Nullable Session shift(@Nullable Session session, Duration by) {
    return session == null
        ? null
        : new Session(
            session.accessKeyId(),
            session.secretAccessKey(),
            session.sessionToken(),
            session.role(),
            session.sessionName(),
            session.expiration().plus(by));
  }

  /** When the first of its sessions ends. */
  Optional<Instant> firstExpiration() {
    return roles.values().stream()
        .map(GrantedRole::session)
        .filter(java.util.Objects::nonNull)
        .map(Session::expiration)
        .min(Instant::compareTo);
  }
}
