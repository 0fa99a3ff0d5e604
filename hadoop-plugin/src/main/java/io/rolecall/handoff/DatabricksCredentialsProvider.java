package io.rolecall.handoff;

import com.databricks.sdk.core.CredentialsProvider;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.DatabricksException;
import com.databricks.sdk.core.HeaderFactory;
import com.databricks.sdk.core.oauth.CachedTokenSource;
import com.databricks.sdk.core.oauth.DatabricksOAuthTokenSource;
import com.databricks.sdk.core.oauth.IDTokenSource;
import com.databricks.sdk.core.oauth.OAuthHeaderFactory;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Signs a client of the Databricks SDK for Java in as the base identity, and renews its token. The
 * client's configuration needs its host, the token audience, and for the policy of a service
 * principal its client id. Thread-safe.
 */
public final class DatabricksCredentialsProvider implements CredentialsProvider {

  private final IDTokenSource tokens;

  /**
   * A provider.
   *
   * @param conf the Hadoop configuration, with the keys of the base identity and of STS
   */
  public DatabricksCredentialsProvider(Configuration conf) {
    this(new WebIdentityTokenSource(conf));
  }

  /**
   * A provider.
   *
   * @param tokens AWS's tokens
   */
  public DatabricksCredentialsProvider(IDTokenSource tokens) {
    this.tokens = tokens;
  }

  /** Its name in the SDK's messages. */
  @Override
  public String authType() {
    return "rolecall";
  }

  /**
   * The headers of a client. Asks the workspace where its token endpoint is.
   *
   * @param config the client's configuration
   * @return what adds a valid token to each request
   * @throws DatabricksException if the workspace cannot be asked
   */
  @Override
  public HeaderFactory configure(DatabricksConfig config) {
    try {
      DatabricksOAuthTokenSource source =
          new DatabricksOAuthTokenSource.Builder(
                  config.getClientId(),
                  config.getHost(),
                  config.getDatabricksOidcEndpoints(),
                  tokens,
                  config.getHttpClient())
              .accountId(config.getAccountId())
              .audience(config.getTokenAudience())
              .scopes(config.getScopes())
              .build();
      // Not by the SDK's TokenSourceCredentialsProvider: it asks for a token at once, and takes a
      // failure for a reason to try other identities.
      return OAuthHeaderFactory.fromTokenSource(new CachedTokenSource.Builder(source).build());
    } catch (IOException e) {
      throw new DatabricksException(
          "the workspace " + config.getHost() + " does not say where its token endpoint is", e);
    }
  }
}
