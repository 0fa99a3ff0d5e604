package io.rolecall.token;

import static java.util.Objects.requireNonNull;

import io.rolecall.grant.SessionGrant;
import io.rolecall.text.OneLine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * The identifier of a Rolecall token: whose it is, and of which bucket, locations and roles. Hadoop
 * prints identifiers, as bytes where it does not know their kind, so the sessions themselves are
 * not in it: they are the token's password, a {@link TokenPayload}, which is added when the token
 * is at hand.
 *
 * <p>It writes its own format, not its parent's: that one differs between Hadoop 3.4 and 3.5, and
 * tokens travel between them. It still reads version 1, whose identifiers held the sessions.
 */
public final class RolecallTokenIdentifier extends AbstractS3ATokenIdentifier {

  /** The kind of Rolecall's tokens: {@value}. */
  public static final String KIND_NAME = "S3ADelegationToken/Rolecall";

  /** The kind of Rolecall's tokens. */
  public static final Text KIND = new Text(KIND_NAME);

  private static final int WITH_SESSIONS = 1;
  private static final int VERSION = 2;

  /** More than an identifier of ours takes. */
  private static final int LONGEST_SHOWN = 64 * 1024;

  private @Nullable URI location;
  private String issuer = "";
  private String serial = "";
  private String encryption = "";
  private TokenOutline outline = TokenOutline.empty();

  /** Null if it was read, and the token's password was not. */
  private @Nullable TokenPayload payload;

  /** For Hadoop, which makes an identifier before it reads one. */
  public RolecallTokenIdentifier() {
    super(KIND);
  }

  private RolecallTokenIdentifier(
      URI location, Text owner, Text renewer, String issuer, TokenPayload payload)
      throws IOException {
    super(KIND, location, owner, renewer, issuer, payload.encryption().toSecrets());
    this.location = location;
    this.issuer = issuer;
    this.serial = payload.serial();
    add(payload);
    payload.grant().firstExpiration().ifPresent(end -> setMaxDate(end.toEpochMilli()));
  }

  /**
   * The identifier of a new token.
   *
   * @param location the bucket's URI
   * @param owner the Hadoop user
   * @param renewer the renewer; empty if there is none
   * @param issuer where it is issued
   * @param encryption S3A's encryption settings
   * @param grant the routes and sessions
   * @return the identifier, with what its token carries
   * @throws DelegationTokenIOException if Hadoop takes the owner or the renewer for no user's name
   */
  public static RolecallTokenIdentifier create(
      URI location,
      Text owner,
      Text renewer,
      String issuer,
      EncryptionSecrets encryption,
      SessionGrant grant)
      throws IOException {
    IdentifierFields.checkName("renewer", renewer.toString());
    IdentifierFields.checkName("owner", owner.toString());
    String serial = UUID.randomUUID().toString();
    TokenPayload payload =
        new TokenPayload(serial, EncryptionFields.of(encryption), Optional.empty(), grant);
    try {
      return new RolecallTokenIdentifier(location, owner, renewer, issuer, payload);
    } catch (RuntimeException e) {
      throw IdentifierFields.noName("renewer", renewer.toString(), e);
    }
  }

  /** Whether a token is one of Rolecall's. */
  static boolean isKindOf(Token<?> token) {
    return token.getKind().equals(KIND);
  }

  /**
   * What its token carries.
   *
   * @throws IllegalStateException if the token's password was not at hand
   */
  TokenPayload payload() {
    TokenPayload known = payload;
    if (known == null) {
      throw new IllegalStateException(
          "the sessions of "
              + KIND_NAME
              + " "
              + serial
              + " are in its password, which was not read");
    }
    return known;
  }

  /**
   * The routes and sessions that its token carries.
   *
   * @return the grant
   * @throws IllegalStateException if the token's password was not at hand
   */
  public SessionGrant grant() {
    return payload().grant();
  }

  /** Whether the sessions were in the identifier, as in tokens of the previous version. */
  boolean hasPayload() {
    return payload != null;
  }

  /** Adds what was in the token's password. */
  void add(TokenPayload found) {
    payload = found;
    outline = TokenOutline.of(found.grant());
    encryption = found.encryption().algorithm();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    getOwner().write(out);
    getRenewer().write(out);
    getRealUser().write(out);
    out.writeLong(getIssueDate());
    out.writeLong(getMaxDate());
    Text.writeString(out, requireNonNull(location, "location").toString());
    Text.writeString(out, issuer);
    Text.writeString(out, serial);
    Text.writeString(out, encryption);
    outline.write(out);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw new DelegationTokenIOException("Rolecall token that is cut short", e);
    } catch (CharacterCodingException e) {
      throw new DelegationTokenIOException("Rolecall token with a text that is not UTF-8", e);
    }
  }

  private void read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION && version != WITH_SESSIONS) {
      throw new DelegationTokenIOException(
          "Rolecall token of version "
              + version
              + ": this Rolecall reads versions "
              + WITH_SESSIONS
              + " and "
              + VERSION
              + ". Use the same Rolecall version where the job is submitted and where it runs");
    }
    readNames(in);
    setIssueDate(in.readLong());
    setMaxDate(in.readLong());
    location = IdentifierFields.readLocation(in);
    issuer = Text.readString(in, MAX_TEXT_LENGTH);
    serial = Text.readString(in, MAX_TEXT_LENGTH);
    if (version == WITH_SESSIONS) {
      EncryptionFields fields = EncryptionFields.read(in);
      SessionGrant grant = TokenPayload.grant(IdentifierFields.readGrant(in));
      add(new TokenPayload(serial, fields, Optional.empty(), grant));
    } else {
      payload = null;
      encryption = Text.readString(in, MAX_TEXT_LENGTH);
      outline = TokenOutline.read(in);
    }
  }

  private void readNames(DataInput in) throws IOException {
    setOwner(IdentifierFields.readName(in, "owner"));
    Text renewer = IdentifierFields.readName(in, "renewer");
    try {
      setRenewer(renewer);
    } catch (RuntimeException e) {
      throw IdentifierFields.malformed("renewer");
    }
    setRealUser(IdentifierFields.readName(in, "real user"));
  }

  @Override
  public String getBucket() {
    return String.valueOf(getUri().getHost());
  }

  @Override
  public URI getUri() {
    return requireNonNull(location, "the identifier has not been read yet");
  }

  @Override
  public String getOrigin() {
    return issuer;
  }

  @Override
  public void setOrigin(String origin) {
    issuer = origin;
  }

  @Override
  public String getUuid() {
    return serial;
  }

  /**
   * S3A's encryption settings, of which it asks when it has bound the token.
   *
   * @throws IllegalStateException if the token's password, which holds the key, was not at hand
   */
  @Override
  public EncryptionSecrets getEncryptionSecrets() {
    try {
      return payload().encryption().toSecrets();
    } catch (IOException e) {
      throw new IllegalStateException("encryption settings that were read before", e);
    }
  }

  @Override
  public void validate() throws IOException {
    if (location == null) {
      throw new DelegationTokenIOException("Rolecall token without a location");
    }
  }

  /** When the first of its sessions ends, in milliseconds since the epoch. */
  @Override
  public long getExpiryTime() {
    return getMaxDate();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RolecallTokenIdentifier that && that.serial.equals(serial);
  }

  @Override
  public int hashCode() {
    return serial.hashCode();
  }

  /** Location, owner, roles and expirations; none of the credentials. */
  @Override
  public String toString() {
    String text =
        KIND_NAME
            + "{"
            + location
            + "; owner="
            + getOwner()
            + "; routes="
            + outline.routes()
            + "; roles="
            + outline.roles()
            + (encryption.isEmpty() ? "" : "; encryption=" + encryption)
            + "; "
            + issuer
            + "; "
            + serial
            + "}";
    return OneLine.of(text, LONGEST_SHOWN);
  }
}
