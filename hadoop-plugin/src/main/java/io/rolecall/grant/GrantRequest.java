package io.rolecall.grant;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an executor asks its driver for. Everything has a bound, so that whoever asks costs the
 * driver little: a question has at most 66 KB.
 *
 * @param buckets buckets, and clients of other services, whose routes it needs
 * @param roles roles that its requests need a session of
 * @param rejected access key ids of sessions of these roles that the store refused before their
 *     time
 */
public record GrantRequest(Set<PlaceOfSet> buckets, Set<RoleOfSet> roles, Set<String> rejected) {

  /** File systems are opened one by one, and each asks for its bucket. */
  public static final int MAX_BUCKETS = 16;

  /** Roles that one executor uses and that are due at one time; more go in the next question. */
  public static final int MAX_ROLES = 256;

  /** One for each role in the worst case; there are few. */
  public static final int MAX_REJECTED = 64;

  /** Of a name of a set: Spark's names of catalogs are identifiers. */
  private static final int MAX_SET = 128;

  /** S3's names of buckets have 63 characters; some stores allow 255. */
  private static final int MAX_BUCKET = 255;

  /** Fingerprints have 32 characters. */
  private static final int MAX_FINGERPRINT = 64;

  /** AWS's access key ids have 16 to 128 characters. */
  private static final int MAX_KEY_ID = 128;

  private static final int VERSION = 2;
  private static final Wire WIRE = new Wire("session request");

  /** Copies what is asked, in order: the same question is written the same. */
  public GrantRequest {
    buckets = Collections.unmodifiableSet(new LinkedHashSet<>(buckets));
    roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
    rejected = Collections.unmodifiableSet(new LinkedHashSet<>(rejected));
  }

  /**
   * A question for the routes of one bucket, or of a client.
   *
   * @param place the bucket or client
   * @return the question
   */
  public static GrantRequest ofPlace(PlaceOfSet place) {
    return new GrantRequest(Set.of(place), Set.of(), Set.of());
  }

  /**
   * Writes the question.
   *
   * @return its bytes
   * @throws IOException if a field is beyond its bound
   */
  public byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      WIRE.writeCount(out, buckets.size(), MAX_BUCKETS, "buckets");
      for (PlaceOfSet bucket : buckets) {
        write(out, bucket);
      }
      WIRE.writeCount(out, roles.size(), MAX_ROLES, "roles");
      for (RoleOfSet role : roles) {
        write(out, role);
      }
      WIRE.writeCount(out, rejected.size(), MAX_REJECTED, "rejected sessions");
      for (String accessKeyId : rejected) {
        WIRE.writeText(out, accessKeyId, MAX_KEY_ID);
      }
    }
    return bytes.toByteArray();
  }

  static void write(DataOutputStream out, PlaceOfSet place) throws IOException {
    WIRE.writeText(out, place.set(), MAX_SET);
    WIRE.writeText(out, PlaceCodec.text(place), MAX_BUCKET);
  }

  static void write(DataOutputStream out, RoleOfSet role) throws IOException {
    WIRE.writeText(out, role.set(), MAX_SET);
    WIRE.writeText(out, role.fingerprint(), MAX_FINGERPRINT);
  }

  /**
   * Reads a question.
   *
   * @param bytes what {@link #encode} wrote
   * @return the question
   * @throws IOException if it is of another version, cut short, or beyond a bound
   */
  public static GrantRequest decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            "session request of version "
                + version
                + ": this Rolecall reads version "
                + VERSION
                + ". Use the same Rolecall version on driver and executors");
      }
      Set<PlaceOfSet> buckets = new LinkedHashSet<>();
      for (int left = WIRE.readCount(in, MAX_BUCKETS, "buckets"); left > 0; left--) {
        buckets.add(readPlace(in));
      }
      Set<RoleOfSet> roles = new LinkedHashSet<>();
      for (int left = WIRE.readCount(in, MAX_ROLES, "roles"); left > 0; left--) {
        roles.add(readRole(in));
      }
      Set<String> rejected = new LinkedHashSet<>();
      for (int left = WIRE.readCount(in, MAX_REJECTED, "rejected sessions"); left > 0; left--) {
        rejected.add(WIRE.readText(in, MAX_KEY_ID));
      }
      if (in.read() >= 0) {
        throw new IOException("session request with bytes after its end");
      }
      return new GrantRequest(buckets, roles, rejected);
    } catch (EOFException e) {
      throw new IOException("session request that is cut short", e);
    }
  }

  static PlaceOfSet readPlace(DataInputStream in) throws IOException {
    return PlaceCodec.read(WIRE.readText(in, MAX_SET), WIRE.readText(in, MAX_BUCKET));
  }

  static RoleOfSet readRole(DataInputStream in) throws IOException {
    return new RoleOfSet(WIRE.readText(in, MAX_SET), WIRE.readText(in, MAX_FINGERPRINT));
  }

  /** The buckets, clients and roles, and how many sessions are rejected. */
  @Override
  public String toString() {
    return "request for "
        + buckets
        + " and "
        + roles
        + ", rejecting "
        + rejected.size()
        + " sessions";
  }
}
