package io.rolecall.token;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.HadoopKerberosName;

/** Reads the fields of a token's identifier, each within its bound. */
final class IdentifierFields {

  /** That of S3A's own identifiers. */
  private static final int MAX_TEXT = 8192;

  private static final int CHUNK = 64 * 1024;

  private IdentifierFields() {}

  /** Hadoop reads names by Kerberos's rules, and throws unchecked exceptions if it cannot. */
  static void checkName(String what, String name) throws DelegationTokenIOException {
    try {
      new HadoopKerberosName(name);
    } catch (IllegalArgumentException e) {
      throw noName(what, name, e);
    }
  }

  /** Shows nothing of what was read: in a spoiled token that may be any part of it. */
  static DelegationTokenIOException malformed(String what) {
    return new DelegationTokenIOException("Rolecall token with a malformed " + what);
  }

  static DelegationTokenIOException noName(String what, String name, Exception cause) {
    return new DelegationTokenIOException(
        "Rolecall token with the "
            + what
            + " '"
            + name
            + "': expected a user's name, or a Kerberos principal that hadoop.security.auth_to_local"
            + " has a rule for",
        cause);
  }

  static Text readName(DataInput in, String what) throws IOException {
    String name = Text.readString(in, MAX_TEXT);
    try {
      new HadoopKerberosName(name);
    } catch (IllegalArgumentException e) {
      throw malformed(what);
    }
    return new Text(name);
  }

  static URI readLocation(DataInput in) throws IOException {
    String text = Text.readString(in, MAX_TEXT);
    try {
      S3Location.parse(text);
      return new URI(text);
    } catch (InvalidRouteException | URISyntaxException e) {
      throw malformed("URI: expected a bucket's, s3a://bucket");
    }
  }

  /** Takes no more memory than there are bytes, whatever the length says. */
  static byte[] readGrant(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > TokenPayload.MAX_GRANT) {
      throw new DelegationTokenIOException("Rolecall token with a grant of " + length + " bytes");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int left = length; left > 0; left -= CHUNK) {
      byte[] chunk = new byte[Math.min(left, CHUNK)];
      in.readFully(chunk);
      bytes.write(chunk);
    }
    return bytes.toByteArray();
  }
}
