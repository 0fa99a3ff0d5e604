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
 * classes of jars that came with the job.
 *
 * @param executorId who asks; anybody can say so
 * @param request what
 */
public record ExecutorQuestion(String executorId, byte[] request) {

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
   * @throws IOException if there is no executor's id in it, or one that is too long
   */
  public static ExecutorQuestion decode(byte[] bytes) throws IOException {
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
