package io.rolecall.localaws;

/**
 * A SAML provider as IAM knows it: an identity provider's metadata under an ARN.
 *
 * @param arn the provider's ARN
 * @param metadata whose issuer and key the assertions must have
 */
record SamlProvider(String arn, SamlIdentityProvider metadata) {
  static String arn(String accountId, String name) {
    return "arn:aws:iam::" + accountId + ":saml-provider/" + name;
  }
}
