package io.rolecall.identity.saml;

import static java.util.Objects.requireNonNull;

import io.rolecall.identity.SignInException;
import io.rolecall.identity.SignInException.Reason;
import io.rolecall.route.RoleArn;
import io.rolecall.session.SessionException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a SAML response says to AWS. It is read to choose and to advise; what it is worth is for STS
 * to tell.
 *
 * @param encoded the response in base64, as STS takes it; a secret while it is valid
 * @param issuer the identity provider
 * @param entitlements the roles that the user may have
 * @param sessionName the role session name
 * @param sessionDuration how long a session may last, if the provider limits it
 * @param audiences who it is for
 * @param notOnOrAfter when it ends, if it does
 */
public record SamlResponse(
    String encoded,
    String issuer,
    List<Entitlement> entitlements,
    String sessionName,
    Optional<Duration> sessionDuration,
    List<String> audiences,
    Optional<Instant> notOnOrAfter) {

  /** Checks that nothing is null. */
  public SamlResponse {
    requireNonNull(encoded, "encoded");
    requireNonNull(issuer, "issuer");
    entitlements = List.copyOf(entitlements);
    requireNonNull(sessionName, "sessionName");
    requireNonNull(sessionDuration, "sessionDuration");
    audiences = List.copyOf(audiences);
    requireNonNull(notOnOrAfter, "notOnOrAfter");
  }

  /**
   * A role that the user may have.
   *
   * @param role the role
   * @param provider the ARN of the SAML provider that it trusts
   */
  public record Entitlement(RoleArn role, String provider) {}

  /**
   * The SAML provider to name with a role.
   *
   * @param role the role that a route asks for
   * @param provider the provider that the configuration names; absent: the only one of the role
   * @return the provider's ARN
   * @throws SignInException if the response does not entitle to the role
   */
  public String providerOf(RoleArn role, Optional<String> provider) throws SignInException {
    List<String> providers =
        entitlements.stream()
            .filter(entitlement -> entitlement.role.equals(role))
            .map(Entitlement::provider)
            .distinct()
            .toList();
    if (providers.isEmpty()) {
      throw refusal(
          "entitles "
              + sessionName
              + " to "
              + entitlements.stream().map(Entitlement::role).distinct().toList()
              + ", not to "
              + role
              + ". Let the identity provider map the user to that role, or route to one of these");
    }
    if (provider.isPresent() && !providers.contains(provider.get())) {
      throw refusal(
          "entitles to "
              + role
              + " by "
              + providers
              + ", not by "
              + provider.get()
              + ", which is configured as 'provider'");
    }
    if (provider.isEmpty() && providers.size() > 1) {
      throw refusal(
          "entitles to "
              + role
              + " by several providers "
              + providers
              + "; name one as 'provider'");
    }
    return provider.orElse(providers.get(0));
  }

  private SignInException refusal(String what) {
    return new SignInException(
        Reason.NOT_ENTITLED, Kind.PERMANENT, "the SAML assertion of " + issuer + " " + what, null);
  }

  /** Issuer, session name and end; nothing that could be used. */
  @Override
  public String toString() {
    return "SAML assertion of "
        + issuer
        + " for "
        + sessionName
        + notOnOrAfter.map(end -> " until " + end).orElse("");
  }
}
