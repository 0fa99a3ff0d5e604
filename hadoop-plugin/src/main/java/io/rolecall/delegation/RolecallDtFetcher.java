package io.rolecall.delegation;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
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
    try (FileSystem fs = FileSystem.newInstance(bucket, conf)) {
      Token<?> token = fs.getDelegationToken(renewer);
      if (token == null || !TokenContents.isOurs(token)) {
        throw new IOException(
            bucket
                + ": "
                + fs.getClass().getName()
                + " gives "
                + (token == null ? "no token" : "a token of kind " + token.getKind())
                + "; expected one of Rolecall's. Set fs.s3a.impl ="
                + " io.rolecall.s3a.RolecallFileSystem");
      }
      credentials.addToken(token.getService(), token);
      return token;
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
