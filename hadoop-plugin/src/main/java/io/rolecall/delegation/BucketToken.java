package io.rolecall.delegation;

import io.rolecall.config.ConfigException;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.token.Token;

/** The Rolecall token of a bucket, as its file system gives it. */
final class BucketToken {

  private BucketToken() {}

  /**
   * Asks a file system of its own for a token.
   *
   * @param bucket the bucket's URI, with the scheme {@code s3a}
   * @param renewer the token's renewer
   * @throws IOException if the file system is not Rolecall's, or gives no token
   */
  static Token<?> get(URI bucket, Configuration conf, String renewer) throws IOException {
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
      return token;
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
