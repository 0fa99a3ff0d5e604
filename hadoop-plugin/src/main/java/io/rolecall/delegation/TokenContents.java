package io.rolecall.delegation;

import io.rolecall.session.Session;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * What a Rolecall token carries, as far as it is no secret.
 *
 * @param location the bucket
 * @param owner the Hadoop user
 * @param renewer the renewer; empty if there is none
 * @param origin where it was issued
 * @param issued when it was issued
 * @param routes its routes, sorted by location
 */
public record TokenContents(
    String location,
    String owner,
    String renewer,
    String origin,
    Instant issued,
    List<CarriedRoute> routes) {

  /** Copies the routes. */
  public TokenContents {
    routes = List.copyOf(routes);
  }

  /**
   * One route.
   *
   * @param location its location
   * @param role its role; null for the base identity, which tokens do not carry
   * @param sessionName the session's name; null without a session
   * @param expiration when the session ends; null without a session
   */
  public record CarriedRoute(
      String location,
      @Nullable String role,
      @Nullable String sessionName,
      @Nullable Instant expiration) {}

  /**
   * Whether a token is one of Rolecall's.
   *
   * @param token a token
   * @return true if it is
   */
  public static boolean isOurs(Token<?> token) {
    return token.getKind().equals(RolecallTokenIdentifier.KIND);
  }

  /**
   * Reads a token. Calls nobody.
   *
   * @param token one of Rolecall's
   * @return its contents
   * @throws IOException if it cannot be read
   */
  public static TokenContents of(Token<?> token) throws IOException {
    RolecallTokenIdentifier identifier = new RolecallTokenIdentifier();
    identifier.readFields(new DataInputStream(new ByteArrayInputStream(token.getIdentifier())));
    return new TokenContents(
        identifier.getUri().toString(),
        String.valueOf(identifier.getOwner()),
        String.valueOf(identifier.getRenewer()),
        identifier.getOrigin(),
        Instant.ofEpochMilli(identifier.getIssueDate()),
        identifier.grant().routes().stream()
            .map(route -> carried(route, identifier.grant()))
            .sorted(Comparator.comparing(CarriedRoute::location))
            .toList());
  }

  private static CarriedRoute carried(SessionGrant.GrantedRoute route, SessionGrant grant) {
    SessionGrant.GrantedRole role = grant.roles().get(route.role());
    Session session = role == null ? null : role.session();
    return new CarriedRoute(
        route.location().toString(),
        role == null ? null : role.arn().toString(),
        session == null ? null : session.sessionName(),
        session == null ? null : session.expiration());
  }
}
