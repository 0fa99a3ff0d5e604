package io.rolecall.delegation;

import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.jspecify.annotations.Nullable;

/** The Rolecall tokens of a user. */
final class RolecallTokens {

  private RolecallTokens() {}

  /**
   * The grant in a user's newest token of a bucket.
   *
   * @param owner the user; tokens that were added after the job's start are seen
   * @param bucket the bucket
   * @return the grant; null if there is no token of ours
   * @throws IOException if the token cannot be read
   */
  static @Nullable SessionGrant find(UserGroupInformation owner, String bucket) throws IOException {
    for (String scheme : new String[] {"s3a", "s3", "s3n"}) {
      Token<? extends TokenIdentifier> token =
          owner.getCredentials().getToken(new Text(scheme + "://" + bucket));
      if (token != null && token.getKind().equals(RolecallTokenIdentifier.KIND)) {
        RolecallTokenIdentifier identifier = new RolecallTokenIdentifier();
        identifier.readFields(
            new java.io.DataInputStream(new java.io.ByteArrayInputStream(token.getIdentifier())));
        return identifier.grant();
      }
    }
    return null;
  }
}
