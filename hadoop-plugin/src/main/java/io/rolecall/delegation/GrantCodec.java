package io.rolecall.delegation;

import io.rolecall.delegation.SessionGrant.GrantedRole;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of a {@link SessionGrant}: the same in tokens and channels, and on every Hadoop
 * version. It has a version, and a bound on every field; what it does not know it refuses.
 */
final class GrantCodec {

  private static final int VERSION = 1;
  private static final int MAX_COUNT = 100_000;
  private static final int MAX_TEXT = 16 * 1024;

  private GrantCodec() {}

  static byte[] encode(SessionGrant grant) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(out, grant.job());
      out.writeLong(grant.writtenAt().toEpochMilli());
      writeCount(out, grant.routes().size(), "routes");
      for (GrantedRoute route : grant.routes()) {
        writeText(out, route.location().toString());
        writeText(out, route.match(GrantedRoute.ToRole::role, base -> "", closed -> ""));
        writeText(out, route.match(role -> "", base -> "", GrantedRoute.Closed::why));
      }
      writeCount(out, grant.roles().size(), "roles");
      for (Map.Entry<String, GrantedRole> role : grant.roles().entrySet()) {
        writeText(out, role.getKey());
        writeText(out, role.getValue().arn().toString());
        writeSession(out, role.getValue().session());
        writeFailure(out, role.getValue().failure());
      }
    }
    return bytes.toByteArray();
  }

  private static void writeSession(DataOutputStream out, @Nullable Session session)
      throws IOException {
    out.writeBoolean(session != null);
    if (session != null) {
      writeText(out, session.accessKeyId());
      writeText(out, session.secretAccessKey());
      writeText(out, session.sessionToken());
      writeText(out, session.sessionName());
      out.writeLong(session.expiration().toEpochMilli());
    }
  }

  private static void writeFailure(DataOutputStream out, @Nullable SessionException failure)
      throws IOException {
    out.writeBoolean(failure != null);
    if (failure != null) {
      out.writeBoolean(failure.kind() == SessionException.Kind.PERMANENT);
      String message = String.valueOf(failure.getMessage());
      writeText(out, message.substring(0, Math.min(message.length(), MAX_TEXT / 4)));
    }
  }

  static SessionGrant decode(byte[] bytes) throws IOException {
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
      String job = readText(in);
      Instant writtenAt = Instant.ofEpochMilli(in.readLong());
      List<GrantedRoute> routes = new ArrayList<>();
      for (int left = readCount(in, "routes"); left > 0; left--) {
        routes.add(readRoute(in));
      }
      Map<String, GrantedRole> roles = new LinkedHashMap<>();
      for (int left = readCount(in, "roles"); left > 0; left--) {
        String id = readText(in);
        RoleArn arn = RoleArn.parse(readText(in));
        roles.put(id, new GrantedRole(arn, readSession(in, arn), readFailure(in)));
      }
      if (in.read() >= 0) {
        throw new IOException("session grant with bytes after its end");
      }
      checkReferences(routes, roles);
      return new SessionGrant(job, writtenAt, routes, roles);
    } catch (EOFException e) {
      throw new IOException("session grant that is cut short", e);
    } catch (InvalidRouteException e) {
      throw new IOException("session grant: " + e.getMessage(), e);
    }
  }

  /** A role's fingerprint, or why the location is closed; neither for the base identity. */
  private static GrantedRoute readRoute(DataInputStream in) throws IOException {
    S3Location location = S3Location.parse(readText(in));
    String role = readText(in);
    String closed = readText(in);
    if (!role.isEmpty() && !closed.isEmpty()) {
      throw new IOException("session grant with a role for a closed location, " + location);
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

  private static @Nullable Session readSession(DataInputStream in, RoleArn arn) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String accessKeyId = readText(in);
    String secretAccessKey = readText(in);
    String sessionToken = readText(in);
    String sessionName = readText(in);
    Instant expiration = Instant.ofEpochMilli(in.readLong());
    return new Session(accessKeyId, secretAccessKey, sessionToken, arn, sessionName, expiration);
  }

  private static @Nullable SessionException readFailure(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    boolean permanent = in.readBoolean();
    return new SessionException(
        permanent ? SessionException.Kind.PERMANENT : SessionException.Kind.TRANSIENT,
        readText(in),
        null);
  }

  static int readCount(DataInputStream in, String what) throws IOException {
    return checkedCount(in.readInt(), what);
  }

  static void writeCount(DataOutputStream out, int count, String what) throws IOException {
    out.writeInt(checkedCount(count, what));
  }

  private static int checkedCount(int count, String what) throws IOException {
    if (count < 0 || count > MAX_COUNT) {
      throw new IOException("session grant with " + count + " " + what + ": at most " + MAX_COUNT);
    }
    return count;
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT) {
      throw new IOException(
          "a text of " + bytes.length + " bytes does not fit into a session grant");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_TEXT) {
      throw new IOException(
          "session grant with a text of " + length + " bytes: at most " + MAX_TEXT);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
