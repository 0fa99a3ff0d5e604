package io.rolecall.localaws.saml;

/**
 * A SAML provider as IAM knows it: an identity provider's metadata under an ARN.
 *
 * @param arn the provider's ARN
 * @param metadata whose issuer and key the assertions must have
 */
public record SamlProvider(String arn, SamlIdentityProvider metadata) {
  public static String arn(String accountId, String name) {
    return "arn:aws:iam::" + accountId + ":saml-provider/" + name;
  }
}
