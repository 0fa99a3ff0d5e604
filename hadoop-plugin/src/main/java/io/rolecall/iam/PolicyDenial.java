package io.rolecall.iam;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What AWS tells of the policy that denies a call where no further statement of the route's would
 * allow it: one with an explicit denial, or one that only limits what others allow.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">AWS:
 *     access denied error messages</a>
 */
public final class PolicyDenial {

  private static final Pattern EXPLICIT =
      Pattern.compile(
          "with an explicit deny(?: in (?:an?|the) ([A-Za-z -]{1,40}(?:policy|boundary)))?");

  private static final Pattern LIMIT =
      Pattern.compile(
          "because no (session policy|permissions boundary|service control policy"
              + "|resource control policy|VPC endpoint policy) allows");

  private static final String IDENTITY = "identity-based policy";
  private static final String RESOURCE = "resource-based policy";
  private static final String TRUST = "role trust policy";

  /** What {@code rolecall iam revoke} writes: policies of these kinds. */
  private static final Set<String> REVOKING = Set.of(IDENTITY, RESOURCE, TRUST);

  private static final Map<String, String> KINDS =
      Map.of(
          IDENTITY,
          "A policy of the caller",
          RESOURCE,
          "The role's trust policy",
          TRUST,
          "The role's trust policy",
          "session policy",
          "The session policy that the caller's own session was given",
          "permissions boundary",
          "The caller's permissions boundary",
          "service control policy",
          "A service control policy of the caller's organization",
          "resource control policy",
          "A resource control policy of the role's organization",
          "VPC endpoint policy",
          "The policy of the VPC endpoint of STS");

  private PolicyDenial() {}

  /**
   * What to do about a denial of STS's.
   *
   * @param answer the message of an AccessDenied
   * @return a sentence without its stop; empty if the answer tells of no such policy
   */
  public static Optional<String> of(String answer) {
    Matcher explicit = EXPLICIT.matcher(answer);
    if (explicit.find()) {
      String kind = Optional.ofNullable(explicit.group(1)).orElse("");
      return Optional.of(
          (kind.isEmpty() ? "A policy" : KINDS.getOrDefault(kind, "A " + kind))
              + " denies it: that statement has to go, whatever else allows it"
              + (REVOKING.contains(kind) ? ". 'rolecall iam revoke' writes such ones" : ""));
    }
    Matcher limit = LIMIT.matcher(answer);
    return limit.find()
        ? Optional.of(
            KINDS.get(limit.group(1))
                + " does not allow it: it has to, beside the trust policy and the caller's policies")
        : Optional.empty();
  }

  /**
   * What to tell of a store's denial that may be the end of a job: {@code rolecall iam revoke} ends
   * it by a policy of its roles.
   *
   * @param answer the message of an AccessDenied
   * @return sentences without the last stop; empty if it is another denial
   */
  public static Optional<String> ofRequest(String answer) {
    Matcher explicit = EXPLICIT.matcher(answer);
    return explicit.find() && IDENTITY.equals(explicit.group(1))
        ? Optional.of(
            "That statement has to go, whatever else allows it. 'rolecall iam revoke' writes such a"
                + " one to end a job: then all that the job's sessions ask for is denied, by those"
                + " that come, too")
        : Optional.empty();
  }
}
