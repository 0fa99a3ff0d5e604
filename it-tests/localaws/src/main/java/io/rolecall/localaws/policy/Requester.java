package io.rolecall.localaws.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who asks: the names that a Principal element can have for it, and the condition keys that it
 * brings to each of its requests.
 *
 * @param names how near each name comes, such as {@code AWS:arn:aws:iam::111111111111:user/a}
 * @param keys such as {@code aws:userid}
 */
public record Requester(Map<String, Reach> names, RequestContext keys) {
  static final String EVERYBODY = "AWS:*";

  /** Nobody has signed. */
  public static Requester anonymous() {
    return new Requester(
        Map.of(EVERYBODY, Reach.ITSELF),
        RequestContext.empty()
            .with("aws:PrincipalType", "Anonymous")
            .with("aws:PrincipalAccount", "anonymous")
            .with("aws:userid", "anonymous"));
  }

  /** A user. */
  public static Requester user(String accountId, String arn, RequestContext keys) {
    Map<String, Reach> names = ofAccount(accountId);
    names.put("AWS:" + arn, Reach.ITSELF);
    return new Requester(names, keys);
  }

  /** A session of a role. */
  public static Requester session(
      String accountId, String roleArn, String sessionArn, RequestContext keys) {
    Map<String, Reach> names = ofAccount(accountId);
    names.put("AWS:" + roleArn, Reach.ROLE);
    names.put("AWS:" + sessionArn, Reach.ITSELF);
    return new Requester(names, keys);
  }

  /** Somebody for whom an identity provider vouches, who has no identity on AWS yet. */
  public static Requester federated(String providerArn, RequestContext keys) {
    return new Requester(Map.of("Federated:" + providerArn, Reach.ITSELF), keys);
  }

  private static Map<String, Reach> ofAccount(String accountId) {
    Map<String, Reach> names = new LinkedHashMap<>();
    names.put(EVERYBODY, Reach.ITSELF);
    names.put("AWS:" + accountId, Reach.ACCOUNT);
    names.put("AWS:arn:aws:iam::" + accountId + ":root", Reach.ACCOUNT);
    return names;
  }
}
