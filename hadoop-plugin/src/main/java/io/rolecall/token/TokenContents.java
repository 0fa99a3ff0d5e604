package io.rolecall.token;

import static java.util.Objects.requireNonNull;

import io.rolecall.grant.GrantedRoute;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.route.Place;
import io.rolecall.session.Session;
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
 * @param mailbox the folder where its successors come; null if it names none
 * @param routes its routes, sorted by location
 */
public record TokenContents(
    String location,
    String owner,
    String renewer,
    String origin,
    Instant issued,
    @Nullable String mailbox,
    List<CarriedRoute> routes) {

  private static final String BASE = "base identity (not carried)";
  private static final String ANONYMOUS = "anonymous (not signed)";
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
   *     its requests are not signed; or that it is closed to the token's owner, and why
   * @param sessionName the session's name; null without a session
   * @param expiration when the session ends; null without a session
   * @param failure why its role has no session; null if it has one, or the route is to no role
   */
  public record CarriedRoute(
      String location,
      String access,
      @Nullable String sessionName,
      @Nullable Instant expiration,
      @Nullable String failure) {

    static CarriedRoute without(Place place, String access) {
      return new CarriedRoute(place.toString(), access, null, null, null);
    }
  }

  /**
   * Whether a token is one of Rolecall's.
   *
   * @param token a token
   * @return true if it is
   */
  public static boolean isOurs(Token<?> token) {
    return RolecallTokenIdentifier.isKindOf(token);
  }

  /**
   * Reads a token. Makes no network call.
   *
   * @param token one of Rolecall's
   * @return its contents
   * @throws IOException if it cannot be read
   */
  public static TokenContents of(Token<?> token) throws IOException {
    RolecallTokenIdentifier identifier = RolecallTokens.read(token);
    SessionGrant grant = identifier.payload().grant();
    return new TokenContents(
        identifier.getUri().toString(),
        String.valueOf(identifier.getOwner()),
        String.valueOf(identifier.getRenewer()),
        identifier.getOrigin(),
        Instant.ofEpochMilli(identifier.getIssueDate()),
        identifier.payload().mailbox().map(Mailbox::toString).orElse(null),
        grant.routes().stream()
            .map(route -> carried(route, grant))
            .sorted(Comparator.comparing(CarriedRoute::location))
            .toList());
  }

  private static CarriedRoute carried(GrantedRoute route, SessionGrant grant) {
    return route.match(
        role -> carried(route.place(), requireNonNull(grant.roles().get(role.role()))),
        base -> CarriedRoute.without(base.place(), BASE),
        anonymous -> CarriedRoute.without(anonymous.place(), ANONYMOUS),
        closed -> CarriedRoute.without(closed.place(), CLOSED + closed.why()));
  }

  private static CarriedRoute carried(Place place, SessionGrant.GrantedRole role) {
    Session session = role.session();
    if (session == null) {
      String why = role.failure() == null ? "no session" : role.failure().getMessage();
      return new CarriedRoute(place.toString(), role.arn().toString(), null, null, why);
    }
    return new CarriedRoute(
        place.toString(), role.arn().toString(), session.sessionName(), session.expiration(), null);
  }
}
