package io.rolecall.localaws;

/**
 * An OpenID Connect provider as IAM knows it.
 *
 * @param issuer whose tokens it vouches for
 * @param audience what their audience must be
 */
record OidcProvider(TokenIssuer issuer, String audience) {}
