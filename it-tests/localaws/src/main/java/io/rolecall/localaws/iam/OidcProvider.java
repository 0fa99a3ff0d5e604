package io.rolecall.localaws.iam;

import io.rolecall.localaws.oidc.TokenIssuer;

/**
 * An OpenID Connect provider as IAM knows it.
 *
 * @param issuer whose tokens it vouches for
 * @param audience what their audience must be
 */
public record OidcProvider(TokenIssuer issuer, String audience) {}
