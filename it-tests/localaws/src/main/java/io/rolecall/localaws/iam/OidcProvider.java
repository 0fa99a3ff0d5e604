package io.rolecall.localaws.iam;

import io.rolecall.localaws.oidc.TokenIssuer;

/**
 * An OpenID Connect provider as IAM knows it.
 *
 * @param issuer whose tokens it vouches for
 * @param audience what their audience must be
 */
public record OidcProvider(TokenIssuer issuer, String audience) {

  /** How a trust policy names the provider of an issuer as a principal. */
  public static String arn(String accountId, TokenIssuer issuer) {
    return "arn:aws:iam::" + accountId + ":oidc-provider/" + host(issuer);
  }

  /** The condition key of an issuer's claim, such as {@code tokens.example/id/1:sub}. */
  public static String key(TokenIssuer issuer, String claim) {
    return host(issuer) + ':' + claim;
  }

  private static String host(TokenIssuer issuer) {
    return issuer.issuer().toString().replaceFirst("^https?://", "");
  }
}
