package io.rolecall.spark.channel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;

/**
 * A question to the driver with its asker. It travels as bytes, because Spark's RPC cannot load
 * classes of jars that came with the job. The first byte is the version: it is 0, the high byte of
 * the id's length, for as long as the id stands first.
 *
 * @param executorId who asks; anybody can say so
 * @param request what
 */
public record ExecutorQuestion(String executorId, byte[] request) {

  private static final int VERSION = 0;

  /** Spark's ids are numbers. */
  private static final int LONGEST_ID = 64;

  /**
   * The question as it travels.
   *
   * @return the asker's id with its length, and the request
   * @throws IOException if the id is longer than one of Spark's can be
   */
  public byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(checked(executorId));
      out.write(request);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a question.
   *
   * @param bytes what arrived; anybody may have sent it
   * @return the question; its request is not read yet
   * @throws IOException if it is of another version, if there is no executor's id in it, or one
   *     that is too long
   */
  public static ExecutorQuestion decode(byte[] bytes) throws IOException {
    if (bytes.length > 0 && Byte.toUnsignedInt(bytes[0]) != VERSION) {
      throw new IOException(
          "session request in an envelope of version "
              + Byte.toUnsignedInt(bytes[0])
              + ": this Rolecall reads version "
              + VERSION
              + ". Use the same Rolecall version on driver and executors");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new ExecutorQuestion(checked(in.readUTF()), in.readAllBytes());
    } catch (EOFException | UTFDataFormatException e) {
      throw new IOException("session request without an executor id", e);
    }
  }

  private static String checked(String executorId) throws IOException {
    if (executorId.length() > LONGEST_ID) {
      throw new IOException(
          "session request of an executor whose id has "
              + executorId.length()
              + " characters: at most "
              + LONGEST_ID);
    }
    return executorId;
  }
}
