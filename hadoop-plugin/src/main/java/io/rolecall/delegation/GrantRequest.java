package io.rolecall.delegation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an executor asks its driver for.
 *
 * @param buckets buckets that it needs routes and sessions of; the driver adds what else is live
 * @param rejected access key ids that the store refused before their time
 */
record GrantRequest(Set<String> buckets, Set<String> rejected) {

  private static final int VERSION = 1;

  GrantRequest {
    buckets = Set.copyOf(buckets);
    rejected = Set.copyOf(rejected);
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeAll(out, buckets, "buckets");
      writeAll(out, rejected, "rejected sessions");
    }
    return bytes.toByteArray();
  }

  private static void writeAll(DataOutputStream out, Set<String> texts, String what)
      throws IOException {
    GrantCodec.writeCount(out, texts.size(), what);
    for (String text : texts) {
      GrantCodec.writeText(out, text);
    }
  }

  static GrantRequest decode(byte[] bytes) throws IOException {
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
      GrantRequest request =
          new GrantRequest(readAll(in, "buckets"), readAll(in, "rejected sessions"));
      if (in.read() >= 0) {
        throw new IOException("session request with bytes after its end");
      }
      return request;
    } catch (EOFException e) {
      throw new IOException("session request that is cut short", e);
    }
  }

  private static Set<String> readAll(DataInputStream in, String what) throws IOException {
    Set<String> texts = new TreeSet<>();
    for (int left = GrantCodec.readCount(in, what); left > 0; left--) {
      texts.add(GrantCodec.readText(in));
    }
    return texts;
  }

  /** The buckets, and how many sessions are rejected. */
  @Override
  public String toString() {
    return "request for " + buckets + ", rejecting " + rejected.size() + " sessions";
  }
}
