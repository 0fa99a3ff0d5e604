package io.rolecall.mailbox;

import io.rolecall.text.OneLine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * A mailbox as those know it who may read it: where it is, for which job, who supplies it, its key,
 * and perhaps a token that lets them reach its file system. It travels in the password of Rolecall
 * tokens. Equal to another of the same place and key. Immutable.
 */
public final class Mailbox {

  /** How many bytes its key has: AES-256. */
  static final int KEY_BYTES = 32;

  private static final int MAX_TEXT = 8192;
  private static final String CIPHER = "AES";

  /** A token of a file system takes a few hundred. */
  private static final int MAX_PASS = 64 * 1024;

  private final URI folder;
  private final String job;
  private final String supplier;

  /** It comes in tokens, which others may have written. */
  private static final int LONGEST_SUPPLIER = 500;

  private final byte[] key;
  private final Optional<Token<?>> pass;

  /**
   * A mailbox.
   *
   * @param folder its folder, with scheme, host and path
   * @param job the job's id
   * @param supplier who supplies it, for messages
   * @param key its key
   * @param pass a delegation token of the file system; empty if none is needed
   */
  Mailbox(URI folder, String job, String supplier, byte[] key, Optional<Token<?>> pass) {
    this.folder = folder;
    this.job = job;
    this.supplier = OneLine.of(supplier, LONGEST_SUPPLIER);
    this.key = key.clone();
    this.pass = pass;
  }

  /**
   * Where it is.
   *
   * @return its folder, with scheme, host and path
   */
  public URI folder() {
    return folder;
  }

  /**
   * Who supplies it.
   *
   * @return the command, process, user and machine, for messages
   */
  public String supplier() {
    return supplier;
  }

  String job() {
    return job;
  }

  /** A delegation token of the file system; empty if none is needed. */
  Optional<Token<?>> pass() {
    return pass;
  }

  SecretKey key() {
    return new SecretKeySpec(key, CIPHER);
  }

  /** The same mailbox with another token of its file system. */
  Mailbox with(Optional<Token<?>> next) {
    return new Mailbox(folder, job, supplier, key, next);
  }

  /**
   * Writes it, with its key in clear text.
   *
   * @param out where to
   * @throws IOException if that fails, or a text is too long
   */
  public void write(DataOutput out) throws IOException {
    Text.writeString(out, folder.toString(), MAX_TEXT);
    Text.writeString(out, job, MAX_TEXT);
    Text.writeString(out, supplier, MAX_TEXT);
    out.write(key);
    out.writeBoolean(pass.isPresent());
    if (pass.isPresent()) {
      byte[] identifier = pass.get().getIdentifier();
      byte[] password = pass.get().getPassword();
      writeBytes(out, identifier);
      writeBytes(out, password);
      Text.writeString(out, pass.get().getKind().toString(), MAX_TEXT);
      Text.writeString(out, pass.get().getService().toString(), MAX_TEXT);
    }
  }

  private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    if (bytes.length > MAX_PASS) {
      throw new IOException(
          "a token of the mailbox's file system takes %d bytes, and at most %d can be passed on"
              .formatted(bytes.length, MAX_PASS));
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads one.
   *
   * @param in where from
   * @return the mailbox
   * @throws IOException if it is cut short, beyond a bound, or of a place that is none; shows
   *     nothing of what was read
   */
  public static Mailbox read(DataInput in) throws IOException {
    String place = Text.readString(in, MAX_TEXT);
    String job = Text.readString(in, MAX_TEXT);
    String supplier = Text.readString(in, MAX_TEXT);
    byte[] key = new byte[KEY_BYTES];
    in.readFully(key);
    Optional<Token<?>> pass = in.readBoolean() ? Optional.of(readPass(in)) : Optional.empty();
    try {
      return new Mailbox(MailboxPlace.check(new URI(place)), job, supplier, key, pass);
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Its message would show what was read: in a spoiled token, perhaps a secret.
      throw new IOException("a mailbox with a malformed URI");
    }
  }

  private static Token<TokenIdentifier> readPass(DataInput in) throws IOException {
    byte[] identifier = readBytes(in);
    byte[] password = readBytes(in);
    String kind = Text.readString(in, MAX_TEXT);
    String service = Text.readString(in, MAX_TEXT);
    return new Token<>(identifier, password, new Text(kind), new Text(service));
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_PASS) {
      throw new IOException("a mailbox with a token of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mailbox that
        && folder.equals(that.folder)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return folder.hashCode();
  }

  /** Where it is; not its key. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
