package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.saml.SamlProvider;
import java.util.Map;
import java.util.Set;

/**
 * An AWS account.
 *
 * @param id twelve digits
 * @param buckets the names of its buckets
 * @param bucketPolicies its buckets' policies, of those that have one
 * @param users its users by name
 * @param roles its roles by name
 * @param oidcProviders its OpenID Connect providers by issuer
 * @param samlProviders its SAML providers by ARN
 */
public record Account(
    String id,
    Set<String> buckets,
    Map<String, PolicyDocument> bucketPolicies,
    Map<String, User> users,
    Map<String, Role> roles,
    Map<String, OidcProvider> oidcProviders,
    Map<String, SamlProvider> samlProviders) {}
