package io.rolecall.mailbox;

import io.rolecall.text.OneLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;

/**
 * What lies in a mailbox: tokens, sealed with the mailbox's key by AES-256-GCM. What says which
 * letter it is lies before them in clear text and is sealed with them: the version of the format,
 * the number, the time, the job and the mailbox. So an old letter, or another job's, is not taken
 * for this one's.
 *
 * @param number 1 for a mailbox's first letter, and one more for each later one
 * @param writtenAt when it was written, by its writer's clock
 * @param content what it holds, in clear text
 */
record Letter(long number, Instant writtenAt, byte[] content) {

  /** As much as a token file may hold, and what lies before. */
  static final int MOST_BYTES = (64 << 20) + (64 << 10);

  private static final int MAGIC = 0x52434d42; // RCMB
  private static final int VERSION = 1;
  private static final int MAX_TEXT = 8192;
  private static final int SHOWN = 200;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  /**
   * Seals it.
   *
   * @param mailbox the mailbox that it is for
   * @param writer distinguishes writers that have the same key
   * @return its bytes
   */
  byte[] seal(Mailbox mailbox, int writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeLong(number);
    out.writeLong(writtenAt.toEpochMilli());
    Text.writeString(out, mailbox.job(), MAX_TEXT);
    Text.writeString(out, mailbox.folder().toString(), MAX_TEXT);
    byte[] nonce = nonce(writer, number);
    out.write(nonce);
    out.writeInt(content.length + TAG_BITS / Byte.SIZE);
    if (content.length > MOST_BYTES - bytes.size() - TAG_BITS / Byte.SIZE) {
      throw new IOException(
          "the tokens take %d bytes, and a mailbox holds at most %d"
              .formatted(content.length, MOST_BYTES));
    }
    try {
      out.write(cipher(Cipher.ENCRYPT_MODE, mailbox, nonce, bytes.toByteArray()).doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM cannot encrypt with " + CIPHER, e);
    }
    return bytes.toByteArray();
  }

  /** Another one for each number: no key encrypts twice with the same. */
  private static byte[] nonce(int writer, long number) throws IOException {
    ByteArrayOutputStream nonce = new ByteArrayOutputStream(NONCE_BYTES);
    DataOutputStream out = new DataOutputStream(nonce);
    out.writeInt(writer);
    out.writeLong(number);
    return nonce.toByteArray();
  }

  private static Cipher cipher(int mode, Mailbox mailbox, byte[] nonce, byte[] before)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, mailbox.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(before);
    return cipher;
  }

  /**
   * Opens one.
   *
   * @param mailbox the mailbox that it lies in
   * @param bytes what lies there
   * @return the letter
   * @throws IOException if it is none, cut short, changed, of another job or another mailbox; says
   *     which, as what follows "it"
   */
  static Letter open(Mailbox mailbox, byte[] bytes) throws IOException {
    ByteArrayInputStream left = new ByteArrayInputStream(bytes);
    DataInputStream in = new DataInputStream(left);
    try {
      if (in.readInt() != MAGIC) {
        throw new IOException("it is no letter of Rolecall's (" + bytes.length + " bytes)");
      }
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            ("it is a letter of version %d: this Rolecall reads version %d. Use the same Rolecall"
                    + " version where the job is submitted and where it runs")
                .formatted(version, VERSION));
      }
      long number = in.readLong();
      long writtenAt = in.readLong();
      check("job", mailbox.job(), text(in));
      check("mailbox", mailbox.folder().toString(), text(in));
      byte[] nonce = new byte[NONCE_BYTES];
      in.readFully(nonce);
      int length = in.readInt();
      byte[] before = Arrays.copyOf(bytes, bytes.length - left.available());
      if (length < TAG_BITS / Byte.SIZE || length > left.available()) {
        throw new EOFException();
      }
      if (length < left.available()) {
        throw new IOException("it has bytes after its end");
      }
      byte[] content =
          cipher(Cipher.DECRYPT_MODE, mailbox, nonce, before).doFinal(bytes, before.length, length);
      return new Letter(number, Instant.ofEpochMilli(writtenAt), content);
    } catch (EOFException e) {
      throw new IOException("it is cut short (" + bytes.length + " bytes)");
    } catch (AEADBadTagException e) {
      throw changed();
    } catch (GeneralSecurityException | DateTimeException e) {
      throw new IOException("it cannot be decrypted with " + CIPHER, e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    int length = WritableUtils.readVInt(in);
    if (length < 0 || length > MAX_TEXT) {
      throw changed();
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    try {
      return Text.decode(bytes);
    } catch (CharacterCodingException e) {
      throw changed();
    }
  }

  private static void check(String what, String expected, String found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(
          "it is of %s '%s', not '%s'".formatted(what, shown(found), shown(expected)));
    }
  }

  private static IOException changed() {
    return new IOException("it was changed after it was written, or sealed with another key");
  }

  /** Anybody may have written it. */
  private static String shown(String text) {
    return OneLine.of(text, SHOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Letter that
        && number == that.number
        && writtenAt.equals(that.writtenAt)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  /** The number and the time; nothing of what it holds. */
  @Override
  public String toString() {
    return "letter " + number + ", written at " + writtenAt;
  }
}
