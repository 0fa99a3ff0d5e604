package io.rolecall.grant;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.RoleArn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wire format of a {@link GrantAnswer}. It has a version, and a bound on every field; what it
 * does not know it refuses.
 */
public final class AnswerCodec {

  private static final int VERSION = 3;

  /** More than anybody routes; and what fits into one message. */
  private static final int MAX_ROUTES = 100_000;

  /** Those that were asked for, and what comes along with them. */
  private static final int MAX_BUCKETS = 1_000;

  /** Nobody is told to come back later than this. */
  private static final int MAX_AGAIN = 60_000;

  private static final int GRANTED = 0;
  private static final int UNDER_WAY = 1;
  private static final int REFUSED = 2;

  private static final Wire WIRE = new Wire("session answer");

  private AnswerCodec() {}

  /** Writes one answer for a role. */
  private interface Body {
    void write() throws IOException;
  }

  /**
   * Writes an answer.
   *
   * @param answer the answer; with sessions, in clear text
   * @return its bytes
   * @throws IOException if a field is beyond its bound
   */
  public static byte[] encode(GrantAnswer answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      WIRE.writeText(out, answer.job(), Wire.MAX_TEXT);
      WIRE.writeInstant(out, answer.writtenAt(), "written");
      WIRE.writeCount(out, answer.buckets().size(), MAX_BUCKETS, "buckets");
      for (Map.Entry<PlaceOfSet, GrantedBucket> bucket : answer.buckets().entrySet()) {
        GrantRequest.write(out, bucket.getKey());
        writeRoutes(out, bucket.getValue());
      }
      WIRE.writeCount(out, answer.roles().size(), GrantRequest.MAX_ROLES, "roles");
      for (Map.Entry<RoleOfSet, RoleAnswer> role : answer.roles().entrySet()) {
        GrantRequest.write(out, role.getKey());
        writeAnswer(out, role.getValue(), answer.writtenAt());
      }
    }
    return bytes.toByteArray();
  }

  private static void writeRoutes(DataOutputStream out, GrantedBucket bucket) throws IOException {
    WIRE.writeCount(out, bucket.roles().size(), MAX_ROUTES, "roles of a bucket");
    for (Map.Entry<String, RoleArn> role : bucket.roles().entrySet()) {
      WIRE.writeText(out, role.getKey(), Wire.MAX_TEXT);
      WIRE.writeText(out, role.getValue().toString(), Wire.MAX_TEXT);
    }
    WIRE.writeCount(out, bucket.routes().size(), MAX_ROUTES, "routes");
    for (GrantedRoute route : bucket.routes()) {
      GrantCodec.writeRoute(out, route, WIRE);
    }
  }

  private static void writeAnswer(DataOutputStream out, RoleAnswer answer, Instant writtenAt)
      throws IOException {
    answer
        .<Body>match(
            granted ->
                () -> {
                  out.writeByte(GRANTED);
                  WIRE.writeText(out, granted.session().role().toString(), Wire.MAX_TEXT);
                  WIRE.writeSession(out, granted.session(), writtenAt);
                },
            underWay ->
                () -> {
                  out.writeByte(UNDER_WAY);
                  WIRE.writeCount(
                      out, (int) underWay.again().toMillis(), MAX_AGAIN, "milliseconds to wait");
                },
            refused ->
                () -> {
                  out.writeByte(REFUSED);
                  WIRE.writeMessage(out, refused.kind(), refused.why());
                })
        .write();
  }

  /**
   * Reads an answer.
   *
   * @param bytes what {@link #encode} wrote
   * @return the answer, with times by its writer's clock
   * @throws IOException if it is of another version, cut short, or beyond a bound; shows nothing of
   *     it
   */
  public static GrantAnswer decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            "session answer of version "
                + version
                + ": this Rolecall reads version "
                + VERSION
                + ". Use the same Rolecall version on driver and executors");
      }
      String job = WIRE.readText(in, Wire.MAX_TEXT);
      Instant writtenAt = WIRE.readInstant(in, "written");
      Map<PlaceOfSet, GrantedBucket> buckets = new LinkedHashMap<>();
      for (int left = WIRE.readCount(in, MAX_BUCKETS, "buckets"); left > 0; left--) {
        PlaceOfSet bucket = GrantRequest.readPlace(in);
        buckets.put(bucket, readRoutes(in, bucket));
      }
      Map<RoleOfSet, RoleAnswer> roles = new LinkedHashMap<>();
      for (int left = WIRE.readCount(in, GrantRequest.MAX_ROLES, "roles"); left > 0; left--) {
        RoleOfSet role = GrantRequest.readRole(in);
        roles.put(role, readAnswer(in, writtenAt));
      }
      if (in.read() >= 0) {
        throw new IOException("session answer with bytes after its end");
      }
      return new GrantAnswer(job, writtenAt, buckets, roles);
    } catch (EOFException e) {
      throw new IOException("session answer that is cut short", e);
    } catch (InvalidRouteException e) {
      // Its message would show what was read: in a spoilt answer, perhaps a secret.
      throw new IOException("session answer with a location or a role that is none");
    }
  }

  private static GrantedBucket readRoutes(DataInputStream in, PlaceOfSet bucket)
      throws IOException {
    Map<String, RoleArn> roles = new LinkedHashMap<>();
    for (int left = WIRE.readCount(in, MAX_ROUTES, "roles of a bucket"); left > 0; left--) {
      String fingerprint = WIRE.readText(in, Wire.MAX_TEXT);
      roles.put(fingerprint, RoleArn.parse(WIRE.readText(in, Wire.MAX_TEXT)));
    }
    List<GrantedRoute> routes = new ArrayList<>();
    for (int left = WIRE.readCount(in, MAX_ROUTES, "routes"); left > 0; left--) {
      GrantedRoute route = GrantCodec.readRoute(in, WIRE);
      if (!bucket.holds(route.place())) {
        throw new IOException("session answer with the route " + route.place() + " for " + bucket);
      }
      boolean known =
          route.match(
              to -> roles.containsKey(to.role()), base -> true, anonymous -> true, no -> true);
      if (!known) {
        throw new IOException("session answer with a route to a role that it does not name");
      }
      routes.add(route);
    }
    return new GrantedBucket(routes, roles);
  }

  private static RoleAnswer readAnswer(DataInputStream in, Instant writtenAt) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case GRANTED ->
          new RoleAnswer.Granted(
              WIRE.readSession(in, RoleArn.parse(WIRE.readText(in, Wire.MAX_TEXT)), writtenAt));
      case UNDER_WAY ->
          new RoleAnswer.UnderWay(
              Duration.ofMillis(WIRE.readCount(in, MAX_AGAIN, "milliseconds to wait")));
      case REFUSED -> RoleAnswer.Failed.of(WIRE.readFailure(in));
      default ->
          throw new IOException(
              "session answer of kind " + kind + " for a role: this Rolecall knows kinds 0 to 2");
    };
  }
}
