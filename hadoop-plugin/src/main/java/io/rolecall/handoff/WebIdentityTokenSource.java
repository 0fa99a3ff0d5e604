package io.rolecall.handoff;

import com.databricks.sdk.core.DatabricksException;
import com.databricks.sdk.core.oauth.IDToken;
import com.databricks.sdk.core.oauth.IDTokenSource;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.SessionException;
import io.rolecall.sts.StsNetwork;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Web identity tokens of the base identity, for the Databricks SDK for Java. Thread-safe.
 *
 * <p>The SDK is an optional dependency: nothing else of Rolecall needs it.
 */
public final class WebIdentityTokenSource implements IDTokenSource, AutoCloseable {

  private final RouteBook book;
  private final Duration duration;
  private final WebIdentityRequest.Algorithm algorithm;
  private @Nullable BaseIdentity identity;

  /**
   * A source of tokens that last an hour and are signed with RS256.
   *
   * @param conf the Hadoop configuration, with the keys of the base identity and of STS
   */
  public WebIdentityTokenSource(Configuration conf) {
    this(conf, Duration.ofHours(1), WebIdentityRequest.Algorithm.RS256);
  }

  /**
   * A source of tokens.
   *
   * @param conf the Hadoop configuration, with the keys of the base identity and of STS
   * @param duration how long a token lasts, 60 to 3,600 seconds
   * @param algorithm how STS signs
   */
  public WebIdentityTokenSource(
      Configuration conf, Duration duration, WebIdentityRequest.Algorithm algorithm) {
    this.book = RouteBook.of(conf);
    this.duration = duration;
    this.algorithm = algorithm;
  }

  /**
   * A new token.
   *
   * @param audience the audience that the federation policy names
   * @return the token
   * @throws DatabricksException if STS gives none, or there is no base identity
   * @throws IllegalArgumentException if the audience or the duration is not what AWS allows
   */
  @Override
  public IDToken getIDToken(@Nullable String audience) {
    if (audience == null) {
      throw new DatabricksException(
          "no audience for AWS's web identity token: set the one that the federation policy names,"
              + " as token audience of the DatabricksConfig (DATABRICKS_TOKEN_AUDIENCE)");
    }
    try {
      return new IDToken(
          WebIdentityTokens.obtain(
                  book.ofAll().stsEndpoint(),
                  StsNetwork.of(book.ofAll()),
                  identity().credentials(),
                  new WebIdentityRequest(audience, duration, algorithm))
              .value());
    } catch (HandOverException e) {
      throw new DatabricksException(String.valueOf(e.getMessage()), e);
    } catch (SessionException e) {
      throw new DatabricksException("no credentials to call STS with: " + e.getMessage(), e);
    }
  }

  private synchronized BaseIdentity identity() {
    BaseIdentity known = identity;
    if (known == null) {
      known = BaseIdentity.of(book);
      identity = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (identity != null) {
      identity.close();
      identity = null;
    }
  }
}
