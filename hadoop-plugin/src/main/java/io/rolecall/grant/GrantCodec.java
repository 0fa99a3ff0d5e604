package io.rolecall.grant;

import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
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
 */
public final class GrantCodec {

  private static final int VERSION = 1;
  private static final int MAX_COUNT = 100_000;
  private static final Wire WIRE = new Wire("session grant");

  private GrantCodec() {}

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
      out.writeByte(VERSION);
      WIRE.writeText(out, grant.job(), Wire.MAX_TEXT);
      WIRE.writeInstant(out, grant.writtenAt(), "written");
      WIRE.writeCount(out, grant.routes().size(), MAX_COUNT, "routes");
      for (GrantedRoute route : grant.routes()) {
        writeRoute(out, route, WIRE);
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

  static void writeRoute(DataOutputStream out, GrantedRoute route, Wire wire) throws IOException {
    wire.writeText(out, route.location().toString(), Wire.MAX_TEXT);
    wire.writeText(
        out, route.match(GrantedRoute.ToRole::role, base -> "", closed -> ""), Wire.MAX_TEXT);
    wire.writeText(
        out, route.match(role -> "", base -> "", GrantedRoute.Closed::why), Wire.MAX_TEXT);
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
      if (version != VERSION) {
        throw new IOException(
            "session grant of version "
                + version
                + ": this Rolecall reads version "
                + VERSION
                + ". Use the same Rolecall version on all sides");
      }
      String job = WIRE.readText(in, Wire.MAX_TEXT);
      Instant writtenAt = WIRE.readInstant(in, "written");
      List<GrantedRoute> routes = new ArrayList<>();
      for (int left = WIRE.readCount(in, MAX_COUNT, "routes"); left > 0; left--) {
        routes.add(readRoute(in, WIRE));
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

  /** A role's fingerprint, or why the location is closed; neither for the base identity. */
  static GrantedRoute readRoute(DataInputStream in, Wire wire) throws IOException {
    S3Location location = S3Location.ofText(wire.readText(in, Wire.MAX_TEXT));
    String role = wire.readText(in, Wire.MAX_TEXT);
    String closed = wire.readText(in, Wire.MAX_TEXT);
    if (!role.isEmpty() && !closed.isEmpty()) {
      throw new IOException(wire.what() + " with a role for a closed location, " + location);
    }
    if (!role.isEmpty()) {
      return new GrantedRoute.ToRole(location, role);
    }
    return closed.isEmpty()
        ? new GrantedRoute.ToBase(location)
        : new GrantedRoute.Closed(location, closed);
  }

  private static void checkReferences(List<GrantedRoute> routes, Map<String, GrantedRole> roles)
      throws IOException {
    Set<String> routed =
        routes.stream()
            .flatMap(
                route ->
                    route.<Stream<String>>match(
                        role -> Stream.of(role.role()), base -> Stream.of(), closed -> Stream.of()))
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
