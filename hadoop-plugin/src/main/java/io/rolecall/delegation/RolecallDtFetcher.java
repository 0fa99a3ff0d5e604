package io.rolecall.delegation;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.DtFetcher;
import org.apache.hadoop.security.token.Token;

/**
 * Lets {@code hadoop dt get s3://bucket FILE} write a Rolecall token, with Kerberos or without.
 * Hadoop finds it as a service.
 *
 * <p>It leaves {@code s3a://} to S3A's own fetcher, which writes Rolecall tokens too, but only
 * where Kerberos is on: where it is off, it fails before any other fetcher of the same scheme is
 * asked.
 */
public final class RolecallDtFetcher implements DtFetcher {

  private static final Text SERVICE = new Text("s3");

  /** For Hadoop. */
  public RolecallDtFetcher() {}

  /** The scheme of the URIs that it serves. */
  @Override
  public Text getServiceName() {
    return SERVICE;
  }

  /** Tokens need no Kerberos. */
  @Override
  public boolean isTokenRequired() {
    return true;
  }

  /**
   * Adds the token of a bucket.
   *
   * @return the token
   * @throws IOException if the file system is not Rolecall's, or gives no token
   */
  @Override
  public Token<?> addDelegationTokens(
      Configuration conf, Credentials credentials, String renewer, String url) throws IOException {
    // The token's service names what S3A looks for.
    URI bucket = URI.create(url.replaceFirst("^s3://", "s3a://"));
    Token<?> token = BucketToken.get(bucket, conf, renewer);
    credentials.addToken(token.getService(), token);
    return token;
  }
}
