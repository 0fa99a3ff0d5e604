package io.rolecall.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A question to the driver with its asker. It travels as bytes, because Spark's RPC cannot load
 * classes of jars that came with the job.
 *
 * @param executorId who asks
 * @param request what
 */
record ExecutorQuestion(String executorId, byte[] request) {

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(executorId);
      out.write(request);
    }
    return bytes.toByteArray();
  }

  static ExecutorQuestion decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new ExecutorQuestion(in.readUTF(), in.readAllBytes());
    }
  }
}
