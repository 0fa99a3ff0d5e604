package io.rolecall.delegation;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

/**
 * The identifier of a Rolecall token: the routes of one bucket and a session of each role.
 *
 * <p>It writes its own format, not its parent's: that one differs between Hadoop 3.4 and 3.5, and
 * tokens travel between them.
 */
public final class RolecallTokenIdentifier extends AbstractS3ATokenIdentifier {

  /** The kind of Rolecall's tokens: {@value}. */
  public static final String KIND_NAME = "S3ADelegationToken/Rolecall";

  /** The kind of Rolecall's tokens. */
  public static final Text KIND = new Text(KIND_NAME);

  private static final int VERSION = 1;
  private static final int MAX_GRANT = 16 * 1024 * 1024;

  private @Nullable URI location;
  private String issuer = "";
  private String serial = "";
  private EncryptionSecrets encryption = new EncryptionSecrets();
  private SessionGrant grant = SessionGrant.empty(Instant.EPOCH);

  /** For Hadoop, which makes an identifier before it reads one. */
  public RolecallTokenIdentifier() {
    super(KIND);
  }

  RolecallTokenIdentifier(
      URI location,
      Text owner,
      Text renewer,
      String issuer,
      EncryptionSecrets encryption,
      SessionGrant grant) {
    super(KIND, location, owner, renewer, issuer, encryption);
    this.location = location;
    this.issuer = issuer;
    this.serial = UUID.randomUUID().toString();
    this.encryption = encryption;
    this.grant = grant;
    grant.firstExpiration().ifPresent(end -> setMaxDate(end.toEpochMilli()));
  }

  SessionGrant grant() {
    return grant;
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
    EncryptionFields.of(encryption).write(out);
    byte[] payload = GrantCodec.encode(grant);
    out.writeInt(payload.length);
    out.write(payload);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new DelegationTokenIOException(
          "Rolecall token of version "
              + version
              + ": this Rolecall reads version "
              + VERSION
              + ". Use the same Rolecall version where the job is submitted and where it runs");
    }
    setOwner(readText(in));
    setRenewer(readText(in));
    setRealUser(readText(in));
    setIssueDate(in.readLong());
    setMaxDate(in.readLong());
    try {
      location = URI.create(Text.readString(in, MAX_TEXT_LENGTH));
    } catch (IllegalArgumentException e) {
      throw new DelegationTokenIOException("Rolecall token with a malformed URI", e);
    }
    issuer = Text.readString(in, MAX_TEXT_LENGTH);
    serial = Text.readString(in, MAX_TEXT_LENGTH);
    encryption = EncryptionFields.read(in).toSecrets();
    int length = in.readInt();
    if (length < 0 || length > MAX_GRANT) {
      throw new DelegationTokenIOException("Rolecall token with a grant of " + length + " bytes");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    grant = GrantCodec.decode(payload);
  }

  private static Text readText(DataInput in) throws IOException {
    return new Text(Text.readString(in, MAX_TEXT_LENGTH));
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

  @Override
  public EncryptionSecrets getEncryptionSecrets() {
    return encryption;
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

  /** Location, owner, roles and expiration; none of the credentials. */
  @Override
  public String toString() {
    return KIND_NAME
        + "{"
        + location
        + "; owner="
        + getOwner()
        + "; routes="
        + grant.routes().stream().map(route -> route.location().toString()).sorted().toList()
        + "; roles="
        + grant.roles().values().stream().map(role -> role.arn().toString()).sorted().toList()
        + "; until="
        + Instant.ofEpochMilli(getMaxDate())
        + "; "
        + issuer
        + "; "
        + serial
        + "}";
  }
}
