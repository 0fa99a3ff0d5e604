package io.rolecall.grant;

import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.Place;
import io.rolecall.route.RoleArn;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wire format of a {@link SessionGrant}, as tokens carry it: the same on every Hadoop version.
 * It has a version, and a bound on every field; what it does not know it refuses.
 *
 * <p>Version 1 knows no unsigned locations. A grant without any is written as that, so that readers
 * of both versions read it.
 */
public final class GrantCodec {

  private static final int WITHOUT_UNSIGNED = 1;
  private static final int VERSION = 2;
  private static final int MAX_COUNT = 100_000;

  private static final int TO_ROLE = 0;
  private static final int TO_BASE = 1;
  private static final int CLOSED = 2;
  private static final int UNSIGNED = 3;

  private static final Wire WIRE = new Wire("session grant");

  private GrantCodec() {}

  /** A route's kind, and what it says besides its location. */
  private record Said(int kind, String text) {

    static Said of(GrantedRoute route) {
      return route.match(
          role -> new Said(TO_ROLE, role.role()),
          base -> new Said(TO_BASE, ""),
          anonymous -> new Said(UNSIGNED, ""),
          closed -> new Said(CLOSED, Wire.cut(closed.why())));
    }
  }

  /**
   * Writes a grant.
   *
   * @param grant the grant; with sessions, in clear text
   * @return its bytes
   * @throws IOException if a field is beyond its bound
   */
  public static byte[] encode(SessionGrant grant) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      int version =
          grant.routes().stream().anyMatch(GrantCodec::isUnsigned) ? VERSION : WITHOUT_UNSIGNED;
      out.writeByte(version);
      WIRE.writeText(out, grant.job(), Wire.MAX_TEXT);
      WIRE.writeInstant(out, grant.writtenAt(), "written");
      WIRE.writeCount(out, grant.routes().size(), MAX_COUNT, "routes");
      for (GrantedRoute route : grant.routes()) {
        if (version == VERSION) {
          writeRoute(out, route, WIRE);
        } else {
          writeSigned(out, route);
        }
      }
      WIRE.writeCount(out, grant.roles().size(), MAX_COUNT, "roles");
      for (Map.Entry<String, GrantedRole> role : grant.roles().entrySet()) {
        WIRE.writeText(out, role.getKey(), Wire.MAX_TEXT);
        WIRE.writeText(out, role.getValue().arn().toString(), Wire.MAX_TEXT);
        Session session = role.getValue().session();
        out.writeBoolean(session != null);
        if (session != null) {
          WIRE.writeSession(out, session, grant.writtenAt());
        }
        SessionException failure = role.getValue().failure();
        out.writeBoolean(failure != null);
        if (failure != null) {
          WIRE.writeMessage(out, failure.kind(), String.valueOf(failure.getMessage()));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isUnsigned(GrantedRoute route) {
    return route.match(role -> false, base -> false, anonymous -> true, closed -> false);
  }

  /** As version 1 does: a role's fingerprint, or why the location is closed, or neither. */
  private static void writeSigned(DataOutputStream out, GrantedRoute route) throws IOException {
    WIRE.writeText(out, route.place().toString(), Wire.MAX_TEXT);
    Said said = Said.of(route);
    WIRE.writeText(out, said.kind() == TO_ROLE ? said.text() : "", Wire.MAX_TEXT);
    WIRE.writeText(out, said.kind() == CLOSED ? said.text() : "", Wire.MAX_TEXT);
  }

  static void writeRoute(DataOutputStream out, GrantedRoute route, Wire wire) throws IOException {
    wire.writeText(out, route.place().toString(), Wire.MAX_TEXT);
    Said said = Said.of(route);
    out.writeByte(said.kind());
    wire.writeText(out, said.text(), Wire.MAX_TEXT);
  }

  /**
   * Reads a grant.
   *
   * @param bytes what {@link #encode} wrote
   * @return the grant, with times by its writer's clock
   * @throws IOException if it is of another version, cut short, or beyond a bound
   */
  public static SessionGrant decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION && version != WITHOUT_UNSIGNED) {
        throw new IOException(
            "session grant of version "
                + version
                + ": this Rolecall reads versions "
                + WITHOUT_UNSIGNED
                + " and "
                + VERSION
                + ". Use the same Rolecall version on all sides");
      }
      String job = WIRE.readText(in, Wire.MAX_TEXT);
      Instant writtenAt = WIRE.readInstant(in, "written");
      List<GrantedRoute> routes = new ArrayList<>();
      for (int left = WIRE.readCount(in, MAX_COUNT, "routes"); left > 0; left--) {
        routes.add(version == VERSION ? readRoute(in, WIRE) : readSigned(in));
      }
      Map<String, GrantedRole> roles = new LinkedHashMap<>();
      for (int left = WIRE.readCount(in, MAX_COUNT, "roles"); left > 0; left--) {
        String id = WIRE.readText(in, Wire.MAX_TEXT);
        RoleArn arn = RoleArn.parse(WIRE.readText(in, Wire.MAX_TEXT));
        Session session = in.readBoolean() ? WIRE.readSession(in, arn, writtenAt) : null;
        SessionException failure = in.readBoolean() ? WIRE.readFailure(in) : null;
        roles.put(id, new GrantedRole(arn, session, failure));
      }
      if (in.read() >= 0) {
        throw new IOException("session grant with bytes after its end");
      }
      checkReferences(routes, roles);
      return new SessionGrant(job, writtenAt, routes, roles);
    } catch (EOFException e) {
      throw new IOException("session grant that is cut short", e);
    } catch (InvalidRouteException e) {
      // Its message would show what was read: in a spoilt grant, perhaps a secret.
      throw new IOException("session grant with a location or a role that is none");
    }
  }

  private static GrantedRoute readSigned(DataInputStream in) throws IOException {
    Place place = Place.parse(WIRE.readText(in, Wire.MAX_TEXT));
    String role = WIRE.readText(in, Wire.MAX_TEXT);
    String closed = WIRE.readText(in, Wire.MAX_TEXT);
    if (!role.isEmpty() && !closed.isEmpty()) {
      throw new IOException(WIRE.what() + " with a role for a closed location, " + place);
    }
    if (!role.isEmpty()) {
      return new GrantedRoute.ToRole(place, role);
    }
    return closed.isEmpty()
        ? new GrantedRoute.ToBase(place)
        : new GrantedRoute.Closed(place, closed);
  }

  /** The text is a role's fingerprint, or why the location is closed; other kinds have none. */
  static GrantedRoute readRoute(DataInputStream in, Wire wire) throws IOException {
    Place place = Place.parse(wire.readText(in, Wire.MAX_TEXT));
    int kind = in.readUnsignedByte();
    String text = wire.readText(in, Wire.MAX_TEXT);
    boolean wanted = kind == TO_ROLE || kind == CLOSED;
    if (wanted == text.isEmpty()) {
      throw new IOException(
          wire.what()
              + " with a route of kind "
              + kind
              + (wanted ? " that says nothing, " : " that says more than its kind, ")
              + place);
    }
    return switch (kind) {
      case TO_ROLE -> new GrantedRoute.ToRole(place, text);
      case TO_BASE -> new GrantedRoute.ToBase(place);
      case CLOSED -> new GrantedRoute.Closed(place, text);
      case UNSIGNED -> new GrantedRoute.Unsigned(place);
      default ->
          throw new IOException(
              wire.what()
                  + " with a route of kind "
                  + kind
                  + ", "
                  + place
                  + ": this Rolecall knows kinds 0 to 3");
    };
  }

  private static void checkReferences(List<GrantedRoute> routes, Map<String, GrantedRole> roles)
      throws IOException {
    Set<String> routed =
        routes.stream()
            .flatMap(
                route ->
                    route.<Stream<String>>match(
                        role -> Stream.of(role.role()),
                        base -> Stream.of(),
                        anonymous -> Stream.of(),
                        closed -> Stream.of()))
            .collect(Collectors.toSet());
    if (!routed.containsAll(roles.keySet())) {
      throw new IOException("session grant with a role that no route leads to");
    }
    routed.removeAll(roles.keySet());
    if (!routed.isEmpty()) {
      throw new IOException("session grant with a route to a role that it does not hold");
    }
  }
}
