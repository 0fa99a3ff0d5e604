package io.rolecall.delegation;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.S3Location;
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

  private static final String BASE = "base identity (not carried)";
  private static final String CLOSED = "nobody: ";

  /** Copies the routes. */
  public TokenContents {
    routes = List.copyOf(routes);
  }

  /**
   * One route.
   *
   * @param location its location
   * @param access its role; or that it is the base identity's, which tokens do not carry; or that
   *     it is closed to the token's owner, and why
   * @param sessionName the session's name; null without a session
   * @param expiration when the session ends; null without a session
   */
  public record CarriedRoute(
      String location, String access, @Nullable String sessionName, @Nullable Instant expiration) {}

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

  private static CarriedRoute carried(GrantedRoute route, SessionGrant grant) {
    return route.match(
        role -> carried(route.location(), requireNonNull(grant.roles().get(role.role()))),
        base -> new CarriedRoute(base.location().toString(), BASE, null, null),
        closed ->
            new CarriedRoute(closed.location().toString(), CLOSED + closed.why(), null, null));
  }

  private static CarriedRoute carried(S3Location location, SessionGrant.GrantedRole role) {
    Session session = role.session();
    return new CarriedRoute(
        location.toString(),
        role.arn().toString(),
        session == null ? null : session.sessionName(),
        session == null ? null : session.expiration());
  }
}
