package io.rolecall.localaws.iam;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role's trust policy.
 *
 * @param principals ARNs of users, roles (for each of their sessions), role sessions, or {@code
 *     arn:aws:iam::ID:root} for everybody in an account
 * @param externalId what a caller must present, or null
 * @param webIdentities subjects of web identity tokens, by issuer
 * @param samlProviders ARNs of SAML providers
 */
public record Trust(
    Set<String> principals,
    @Nullable String externalId,
    Map<String, String> webIdentities,
    Set<String> samlProviders) {

  /** Trusts nobody. */
  public static Trust none() {
    return new Trust(Set.of(), null, Map.of(), Set.of());
  }

  public boolean admits(Principal caller, @Nullable String presentedExternalId) {
    return isTrusted(caller) && (externalId == null || externalId.equals(presentedExternalId));
  }

  private boolean isTrusted(Principal caller) {
    return principals.contains(caller.arn())
        || principals.contains("arn:aws:iam::" + caller.accountId() + ":root")
        || principals.contains(caller.trustedArn());
  }
}
