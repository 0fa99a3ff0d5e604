package io.rolecall.delegation;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * For whom tokens are minted. S3A gives the token that a file system was started with, and never a
 * new one: who has a token of the bucket already would get it again each time.
 */
final class MintingUser implements AutoCloseable {

  private final UserGroupInformation user;
  private final boolean own;

  private MintingUser(UserGroupInformation user, boolean own) {
    this.user = user;
    this.own = own;
  }

  /**
   * The current user; without his Rolecall tokens, if the configuration names this process a
   * driver.
   *
   * @throws IOException if he has some, and Kerberos's tickets, which cannot be had without them
   */
  static MintingUser of(Configuration conf) throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    if (!RolecallConfig.ofAll(conf).isNamedDriver()
        || user.getTokens().stream().noneMatch(TokenContents::isOurs)) {
      return new MintingUser(user, false);
    }
    UserGroupInformation real = user.getRealUser();
    if (user.hasKerberosCredentials() || (real != null && real.hasKerberosCredentials())) {
      throw new IOException(
          "user "
              + user.getShortUserName()
              + " has Rolecall tokens already, and S3A would give these again instead of new ones:"
              + " unset "
              + UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION
              + " where tokens are minted ("
              + RolecallKeys.PROCESS.name()
              + "=driver)");
    }
    UserGroupInformation fresh =
        real == null
            ? UserGroupInformation.createRemoteUser(user.getUserName())
            : UserGroupInformation.createProxyUser(user.getUserName(), real);
    fresh.addCredentials(withoutOurs(user.getCredentials()));
    return new MintingUser(fresh, true);
  }

  /**
   * Does something as this user.
   *
   * @return its result
   * @throws IOException if it throws one, or this thread is interrupted
   */
  <T> T doAs(PrivilegedExceptionAction<T> action) throws IOException {
    try {
      return user.doAs(action);
    } catch (InterruptedException e) {
      throw BucketTokens.interrupted(e);
    }
  }

  /** Hadoop keeps file systems for each user, and nobody comes back as one of our own. */
  @Override
  public void close() throws IOException {
    if (own) {
      FileSystem.closeAllForUGI(user);
    }
  }

  private static Credentials withoutOurs(Credentials all) {
    Credentials others = new Credentials();
    for (Map.Entry<Text, Token<? extends TokenIdentifier>> token : all.getTokenMap().entrySet()) {
      if (!TokenContents.isOurs(token.getValue())) {
        others.addToken(token.getKey(), token.getValue());
      }
    }
    all.getSecretKeyMap().forEach(others::addSecretKey);
    return others;
  }
}
