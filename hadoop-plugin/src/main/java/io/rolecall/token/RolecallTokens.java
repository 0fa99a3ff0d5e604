package io.rolecall.token;

import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.mailbox.Mailbox;
import io.rolecall.session.SessionException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationTokenIOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/** Rolecall's tokens, and those of a user. */
public final class RolecallTokens {

  private RolecallTokens() {}

  /**
   * The token of a new identifier: what it carries is its password.
   *
   * @param identifier the identifier, with what it carries
   * @return the token
   * @throws IOException if it carries too much
   */
  public static Token<AbstractS3ATokenIdentifier> token(RolecallTokenIdentifier identifier)
      throws IOException {
    return new Token<>(
        identifier.getBytes(),
        identifier.payload().encode(),
        RolecallTokenIdentifier.KIND,
        new Text(identifier.getUri().toString()));
  }

  /**
   * Reads a token.
   *
   * @param token one of Rolecall's, of this version or the previous one
   * @return its identifier, with what the token carries
   * @throws IOException if it cannot be read, or its identifier and its password are of two tokens
   */
  static RolecallTokenIdentifier read(Token<?> token) throws IOException {
    RolecallTokenIdentifier identifier = new RolecallTokenIdentifier();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(token.getIdentifier()));
    identifier.readFields(in);
    if (in.available() > 0) {
      throw new DelegationTokenIOException("Rolecall token with bytes after its identifier's end");
    }
    if (!identifier.hasPayload()) {
      TokenPayload payload = TokenPayload.decode(token.getPassword());
      if (!payload.serial().equals(identifier.getUuid())) {
        throw new DelegationTokenIOException(
            "Rolecall token " + identifier.getUuid() + " with the password of another token");
      }
      identifier.add(payload);
    }
    return identifier;
  }

  /**
   * A token that names a mailbox, where its successors come.
   *
   * @param token one of Rolecall's
   * @param mailbox the mailbox
   * @return the same token otherwise
   * @throws IOException if it cannot be read, or the mailbox is too large for it
   */
  public static Token<?> with(Token<?> token, Mailbox mailbox) throws IOException {
    RolecallTokenIdentifier identifier = read(token);
    return new Token<>(
        identifier.getBytes(),
        identifier.payload().with(mailbox).encode(),
        token.getKind(),
        token.getService());
  }

  /**
   * A token that takes the place of another one, with newer sessions.
   *
   * @param token one of Rolecall's, which names no mailbox
   * @param grant what the new one carries
   * @return a token of the same bucket and owner, issued now
   * @throws IOException if it cannot be read, or would carry too much
   */
  public static Token<?> renewed(Token<?> token, SessionGrant grant) throws IOException {
    RolecallTokenIdentifier identifier = read(token);
    return token(
        RolecallTokenIdentifier.create(
            identifier.getUri(),
            identifier.getOwner(),
            identifier.getRenewer(),
            AbstractS3ATokenIdentifier.createDefaultOriginMessage(),
            identifier.getEncryptionSecrets(),
            grant));
  }

  /**
   * The job that a token was made for.
   *
   * @param token any token
   * @return its id; empty if the token is none of Rolecall's, or its writer did not know it
   * @throws IOException if it is one of Rolecall's and cannot be read
   */
  public static Optional<String> job(Token<?> token) throws IOException {
    return RolecallTokenIdentifier.isKindOf(token)
        ? Optional.of(read(token).grant().job()).filter(job -> !job.isEmpty())
        : Optional.empty();
  }

  /**
   * Completes an identifier that S3A has found among a user's tokens, and hands over without its
   * token. If the token has been replaced meanwhile, the newer one counts.
   *
   * @param owner the user
   * @param service what S3A found it under
   * @param identifier the identifier
   * @throws IOException if the user has no Rolecall token of this service, or it cannot be read
   */
  public static void complete(
      UserGroupInformation owner, Text service, RolecallTokenIdentifier identifier)
      throws IOException {
    if (identifier.hasPayload()) {
      return;
    }
    Token<?> token = owner.getCredentials().getToken(service);
    if (token == null || !RolecallTokenIdentifier.isKindOf(token)) {
      throw new DelegationTokenIOException(
          "the Rolecall token of "
              + service
              + " ("
              + identifier.getUuid()
              + ") is not among the tokens of user "
              + owner.getShortUserName()
              + ": its sessions are in its password, not in its identifier. Give the user the whole"
              + " token before the file system is made (HADOOP_TOKEN_FILE_LOCATION, or"
              + " UserGroupInformation.addToken)");
    }
    identifier.add(read(token).payload());
  }

  /**
   * The grant in a user's newest token of a bucket.
   *
   * @param owner the user; tokens that were added after the job's start are seen
   * @param bucket the bucket
   * @return the grant; null if there is no token of ours
   * @throws IOException if the token cannot be read
   */
  public static @Nullable SessionGrant find(UserGroupInformation owner, String bucket)
      throws IOException {
    for (String scheme : new String[] {"s3a", "s3", "s3n"}) {
      Token<?> token = owner.getCredentials().getToken(new Text(scheme + "://" + bucket));
      if (token != null && RolecallTokenIdentifier.isKindOf(token)) {
        return asRefusedBefore(read(token).payload().grant());
      }
    }
    return null;
  }

  /** Whether it may come by a newer one, who asks knows. */
  private static SessionGrant asRefusedBefore(SessionGrant grant) {
    Map<String, GrantedRole> roles = new LinkedHashMap<>(grant.roles());
    roles.replaceAll((id, role) -> asRefusedBefore(role));
    return new SessionGrant(grant.job(), grant.writtenAt(), grant.routes(), roles);
  }

  private static GrantedRole asRefusedBefore(GrantedRole role) {
    SessionException failure = role.failure();
    if (failure == null) {
      return role;
    }
    return new GrantedRole(
        role.arn(),
        role.session(),
        new SessionException(
            failure.kind(),
            "its token was made without a session of this role: " + failure.getMessage(),
            failure));
  }
}
