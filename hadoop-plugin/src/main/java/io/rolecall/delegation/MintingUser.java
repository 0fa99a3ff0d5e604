package io.rolecall.delegation;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * For whom tokens are minted. S3A gives the token that a file system was started with, and never a
 * new one: who has a token of the bucket already would get it again each time.
 */
final class MintingUser {

  private MintingUser() {}

  /**
   * The current user; without his Rolecall tokens, if the configuration names this process a
   * driver.
   *
   * @throws IOException if he has some, and Kerberos's tickets, which cannot be had without them
   */
  static UserGroupInformation of(Configuration conf) throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    if (!RolecallConfig.ofAll(conf).isNamedDriver()
        || user.getTokens().stream().noneMatch(TokenContents::isOurs)) {
      return user;
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
    return fresh;
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
