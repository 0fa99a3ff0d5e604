package io.rolecall.token;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;

/**
 * S3A's encryption settings, which a token must carry, in a form that every Hadoop version reads.
 * Hadoop 3.5 added the context to both the wire format and the constructors, without a new version.
 */
record EncryptionFields(String algorithm, String key, String context) {

  private static final int MAX_TEXT = 8192;

  static EncryptionFields of(EncryptionSecrets secrets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    secrets.write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    in.readLong();
    String algorithm = Text.readString(in);
    String key = Text.readString(in);
    return new EncryptionFields(algorithm, key, in.available() > 0 ? Text.readString(in) : "");
  }

  EncryptionSecrets toSecrets() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EncryptionSecrets secrets = new EncryptionSecrets();
    secrets.write(new DataOutputStream(bytes));
    long version = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())).readLong();
    bytes.reset();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(version);
    write(out);
    secrets.readFields(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return secrets;
  }

  void write(DataOutput out) throws IOException {
    Text.writeString(out, algorithm);
    Text.writeString(out, key);
    Text.writeString(out, context);
  }

  /** Refuses an algorithm that this Hadoop does not know. */
  static EncryptionFields read(DataInput in) throws IOException {
    EncryptionFields fields =
        new EncryptionFields(
            Text.readString(in, MAX_TEXT),
            Text.readString(in, MAX_TEXT),
            Text.readString(in, MAX_TEXT));
    try {
      fields.toSecrets();
    } catch (IOException e) {
      // Its message would show what was read: in a spoiled token, perhaps a secret.
      throw new DelegationTokenIOException(
          "Rolecall token with an encryption algorithm that this Hadoop does not know: use the same"
              + " Hadoop where the job is submitted and where it runs, or set"
              + " fs.s3a.encryption.algorithm to one that both know");
    }
    return fields;
  }

  /** The algorithm; not the key. */
  @Override
  public String toString() {
    return algorithm.isEmpty() ? "no encryption" : algorithm;
  }
}
