package io.rolecall.token;

import io.rolecall.grant.GrantCodec;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.session.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.io.Text;

/**
 * What a token carries: routes, sessions, S3A's encryption settings, and perhaps a mailbox. It
 * travels as the token's password, because Hadoop prints identifiers and never passwords.
 *
 * @param serial the token's serial, which its identifier has too
 * @param encryption S3A's encryption settings
 * @param mailbox where its successors come; empty if nobody supplies one
 * @param grant routes and sessions
 */
record TokenPayload(
    String serial, EncryptionFields encryption, Optional<Mailbox> mailbox, SessionGrant grant) {

  /** Is written where there is none, so that earlier readers read it. */
  private static final int WITHOUT_MAILBOX = 2;

  private static final int VERSION = 3;

  static final int MAX_GRANT = 16 * 1024 * 1024;
  private static final int MAX_TEXT = 8192;

  /** Of all that is no grant. */
  private static final int MAX_REST = 256 * 1024;

  /**
   * The end of the year 9999: no session lasts longer, and arithmetic with it does not overflow.
   */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** The same with a mailbox. */
  TokenPayload with(Mailbox next) {
    return new TokenPayload(serial, encryption, Optional.of(next), grant);
  }

  byte[] encode() throws IOException {
    byte[] sessions = GrantCodec.encode(grant);
    if (sessions.length > MAX_GRANT) {
      throw new DelegationTokenIOException(
          "%d routes and %d sessions take %d bytes, and a token holds at most %d"
              .formatted(grant.routes().size(), grant.roles().size(), sessions.length, MAX_GRANT));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(mailbox.isPresent() ? VERSION : WITHOUT_MAILBOX);
    Text.writeString(out, serial, MAX_TEXT);
    encryption.write(out);
    if (mailbox.isPresent()) {
      mailbox.get().write(out);
    }
    out.write(sessions);
    return bytes.toByteArray();
  }

  /**
   * Reads a token's password.
   *
   * @throws IOException if it is not the password of a Rolecall token; says why
   */
  static TokenPayload decode(byte[] password) throws IOException {
    if (password.length == 0) {
      throw new DelegationTokenIOException("Rolecall token without its password, the sessions");
    }
    if (password.length > MAX_GRANT + MAX_REST) {
      throw new DelegationTokenIOException(
          "Rolecall token with a password of " + password.length + " bytes");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(password));
    try {
      int version = in.readUnsignedByte();
      if (version != VERSION && version != WITHOUT_MAILBOX) {
        throw new DelegationTokenIOException(
            "Rolecall token with a password of version "
                + version
                + ": this Rolecall reads versions "
                + WITHOUT_MAILBOX
                + " and "
                + VERSION
                + ". Use the same Rolecall version where the job is submitted and where it runs");
      }
      String serial = Text.readString(in, MAX_TEXT);
      EncryptionFields encryption = EncryptionFields.read(in);
      Optional<Mailbox> mailbox =
          version == VERSION ? Optional.of(Mailbox.read(in)) : Optional.empty();
      return new TokenPayload(serial, encryption, mailbox, grant(in.readAllBytes()));
    } catch (EOFException e) {
      throw new DelegationTokenIOException("Rolecall token whose password is cut short", e);
    } catch (CharacterCodingException e) {
      throw new DelegationTokenIOException("Rolecall token whose password is not UTF-8", e);
    }
  }

  /** Reads a grant, and refuses times that no clock shows. */
  static SessionGrant grant(byte[] bytes) throws IOException {
    SessionGrant grant = GrantCodec.decode(bytes);
    check(grant.writtenAt());
    for (SessionGrant.GrantedRole role : grant.roles().values()) {
      Session session = role.session();
      if (session != null) {
        check(session.expiration());
      }
    }
    return grant;
  }

  private static void check(Instant time) throws DelegationTokenIOException {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw new DelegationTokenIOException(
          "Rolecall token with the time " + time + ": expected one from 1970 to 9999");
    }
  }

  /** The serial; none of the secrets. */
  @Override
  public String toString() {
    return "payload of the token " + serial;
  }
}
