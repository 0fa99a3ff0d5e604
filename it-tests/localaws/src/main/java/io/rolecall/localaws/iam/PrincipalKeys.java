package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.RequestContext;
import java.util.Map;

/** The condition keys that every signed request of a principal has. */
final class PrincipalKeys {
  private PrincipalKeys() {}

  /**
   * The keys.
   *
   * @param type AWS's word for the kind of principal
   * @param arn of a role's session, that of the role
   */
  static RequestContext of(
      String type, String arn, String accountId, String userId, Map<String, String> tags) {
    RequestContext keys =
        RequestContext.empty()
            .with("aws:PrincipalType", type)
            .with("aws:PrincipalArn", arn)
            .with("aws:PrincipalAccount", accountId)
            .with("aws:userid", userId);
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      keys = keys.with("aws:PrincipalTag/" + tag.getKey(), tag.getValue());
    }
    return keys;
  }
}
