package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyStatement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of a role's trust policy, for one who assumes it. */
final class TrustStatements {

  static final String TAG = "sts:TagSession";
  static final String SET_SOURCE_IDENTITY = "sts:SetSourceIdentity";

  private TrustStatements() {}

  /**
   * To assume the role.
   *
   * @param caller who assumes it
   * @param externalId what it passes; empty if it passes none
   */
  static PolicyStatement assume(Caller caller, Optional<String> externalId) {
    return PolicyStatement.trust(
        caller,
        caller.action(),
        caller.conditions(externalId.map(id -> Map.of("sts:ExternalId", id)).orElseGet(Map::of)));
  }

  /** To pass tags with these keys, and with no others; none if it is not known which. */
  static PolicyStatement tag(Caller caller, Collection<String> keys) {
    return PolicyStatement.trust(
        caller,
        TAG,
        keys.isEmpty()
            ? Map.of()
            : Map.of("ForAllValues:StringEquals", Map.of("aws:TagKeys", List.copyOf(keys))));
  }

  /** To set the source identity. */
  static PolicyStatement setSourceIdentity(Caller caller) {
    return PolicyStatement.trust(caller, SET_SOURCE_IDENTITY, Map.of());
  }

  /** No session of this name any more. */
  static PolicyStatement revoke(Caller caller, String sessionName) {
    return new PolicyStatement(
        "Deny",
        Map.of(caller.type(), caller.arn()),
        List.of(caller.action()),
        List.of(),
        Map.of("StringEquals", Map.of("sts:RoleSessionName", List.of(sessionName))));
  }
}
