package io.rolecall.delegation;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.DtFetcher;
import org.apache.hadoop.security.token.Token;

/**
 * Lets {@code hadoop dtutil get s3://bucket/prefix FILE} write a Rolecall token, with Kerberos or
 * without. Hadoop finds it as a service.
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
   * Adds the token of a bucket. If the URL has a path, it is made for that location, else for the
   * bucket's locations that {@code fs.s3a.rolecall.token.locations} names.
   *
   * @return the token
   * @throws IOException if the URL is none of S3, the file system is not Rolecall's, or it gives no
   *     token
   */
  @Override
  public Token<?> addDelegationTokens(
      Configuration conf, Credentials credentials, String renewer, String url) throws IOException {
    S3Location location;
    try {
      location = S3Location.parse(url);
    } catch (InvalidRouteException e) {
      throw new IOException(e.getMessage(), e);
    }
    Configuration own = new Configuration(conf);
    if (!location.isBucket()) {
      String key = RolecallKeys.TOKEN_LOCATIONS.name().substring("fs.s3a.".length());
      own.set("fs.s3a.bucket." + location.bucket() + "." + key, location.toString());
    }
    URI bucket = URI.create("s3a://" + location.bucket());
    Token<?> token;
    try (MintingUser user = MintingUser.of(own)) {
      token = user.doAs(() -> BucketToken.get(bucket, own, renewer));
    }
    // The token's service names what S3A looks for.
    credentials.addToken(token.getService(), token);
    return token;
  }
}
