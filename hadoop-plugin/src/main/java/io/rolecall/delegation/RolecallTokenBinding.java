package io.rolecall.delegation;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.credentials.RoutingCredentialsProvider;
import io.rolecall.credentials.Unrouted;
import io.rolecall.declaration.Declarations;
import io.rolecall.grant.SessionGrant;
import io.rolecall.job.OwnerSessions;
import io.rolecall.route.RouteTable;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.token.RolecallTokenIdentifier;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.TokenLocations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.auth.RoleModel;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractDelegationTokenBinding;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * S3A's delegation token binding of one FileSystem: finds the bucket's routes, gives S3A the
 * identity that they are signed with, and issues tokens that carry their sessions.
 *
 * <p>Without a token, a driver mints and an executor asks its driver; with one, the FileSystem
 * starts from the token's sessions, unless its owner mints in this process already.
 */
public final class RolecallTokenBinding extends AbstractDelegationTokenBinding {

  private @Nullable OwnerSessions share;

  /** For S3A, which makes bindings by reflection. */
  public RolecallTokenBinding() {
    super("RolecallTokenBinding", RolecallTokenIdentifier.KIND);
  }

  private RoutedBucket bucket() {
    return Declarations.admit(getConfig(), getCanonicalUri().getHost())
        .of(getCanonicalUri().getHost(), HadoopUser.of(getOwner()));
  }

  @Override
  public AWSCredentialProviderList deployUnbonded() throws IOException {
    RoutedBucket bucket = bucket();
    OwnerSessions sessions = OwnerSessions.acquire(getOwner(), bucket.config());
    share = sessions;
    return deploy(sessions, bucket);
  }

  @Override
  public AWSCredentialProviderList bindToTokenIdentifier(
      AbstractS3ATokenIdentifier retrievedIdentifier) throws IOException {
    RolecallTokenIdentifier identifier =
        convertTokenIdentifier(retrievedIdentifier, RolecallTokenIdentifier.class);
    RolecallTokens.complete(getOwner(), new Text(getCanonicalUri().toString()), identifier);
    RoutedBucket bucket = bucket();
    OwnerSessions sessions = OwnerSessions.acquireWithToken(getOwner(), bucket.config());
    share = sessions;
    sessions.sessions().accept(identifier.grant());
    return deploy(sessions, bucket);
  }

  private static AWSCredentialProviderList deploy(OwnerSessions sessions, RoutedBucket bucket)
      throws IOException {
    RouteTable<RouteCredentials> routes;
    try {
      routes = sessions.sessions().routes(bucket);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (routes.isEmpty()) {
      throw new AccessDeniedException(
          "s3a://" + bucket.bucket(), null, Unrouted.because(bucket.bucket()));
    }
    return RoutingCredentialsProvider.list(routes, sessions.sessions()::jobId);
  }

  /** A token whose password is what it carries; S3A's own would have a constant for a password. */
  @Override
  public Token<AbstractS3ATokenIdentifier> createDelegationToken(
      Optional<RoleModel.Policy> policy,
      EncryptionSecrets encryptionSecrets,
      @Nullable Text renewer)
      throws IOException {
    requireServiceStarted();
    return RolecallTokens.token(createTokenIdentifier(policy, encryptionSecrets, renewer));
  }

  @Override
  public RolecallTokenIdentifier createTokenIdentifier(
      Optional<RoleModel.Policy> policy,
      EncryptionSecrets encryptionSecrets,
      @Nullable Text renewer)
      throws IOException {
    SessionGrant grant;
    try {
      RoutedBucket bucket = bucket();
      grant = grant(bucket, TokenLocations.of(bucket.config()));
    } catch (InterruptedIOException e) {
      throw e; // Whoever was killed is to be known by it.
    } catch (IOException | ConfigException e) {
      throw new IOException("no token for " + getCanonicalUri() + ": " + e.getMessage(), e);
    }
    return RolecallTokenIdentifier.create(
        getCanonicalUri(),
        getOwnerText(),
        renewer == null ? new Text() : renewer,
        AbstractS3ATokenIdentifier.createDefaultOriginMessage(),
        encryptionSecrets,
        grant);
  }

  private SessionGrant grant(RoutedBucket bucket, TokenLocations locations) throws IOException {
    return locations.carried(
        requireNonNull(share, "not deployed").sessions().grant(bucket, locations.named()));
  }

  @Override
  public AbstractS3ATokenIdentifier createEmptyIdentifier() {
    return new RolecallTokenIdentifier();
  }

  @Override
  public String getUserAgentField() {
    return "Rolecall";
  }

  @Override
  protected void serviceStop() throws Exception {
    super.serviceStop();
    OwnerSessions held = share;
    if (held != null) {
      held.close();
    }
  }
}
