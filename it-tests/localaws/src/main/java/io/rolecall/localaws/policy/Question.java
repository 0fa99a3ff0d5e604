package io.rolecall.localaws.policy;

import io.rolecall.localaws.text.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may do something, as policies were asked, without what differs each time: when
 * the session was issued, and which name it has. Immutable.
 *
 * @param principal the ARN of a user, or of the role that has the session
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::data/x}
 * @param keys the condition keys of the request, and the session's tags and source identity
 * @param sessionPolicy the policy that the session was given, as JSON; empty without
 * @param allowed what came of it
 */
public record Question(
    String principal,
    String action,
    String resource,
    SortedMap<String, List<String>> keys,
    String sessionPolicy,
    boolean allowed) {

  private static final int ACCOUNT = 4;
  private static final String ROLE = ":role/";

  /** Copies the keys. */
  public Question {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /** What was asked. */
  public static Question of(
      String principal, AccessRequest request, @Nullable PolicyDocument session, Verdict verdict) {
    SortedMap<String, List<String>> keys = new TreeMap<>(request.keys().all());
    request
        .requester()
        .keys()
        .all()
        .forEach(
            (key, values) -> {
              if (key.startsWith("aws:principaltag/") || key.equals("aws:sourceidentity")) {
                keys.put(key, values);
              }
            });
    return new Question(
        principal,
        request.action(),
        request.resource(),
        keys,
        session == null ? "" : session.json(),
        verdict.isAllowed());
  }

  /** The same again, for policies to be asked by somebody else. */
  AccessRequest request() {
    String account = principal.split(":", -1)[ACCOUNT];
    RequestContext keysOfIt = RequestContext.empty();
    for (Map.Entry<String, List<String>> key : keys.entrySet()) {
      keysOfIt = keysOfIt.with(key.getKey(), key.getValue());
    }
    RequestContext own =
        RequestContext.empty()
            .with("aws:PrincipalArn", principal)
            .with("aws:PrincipalAccount", account);
    Requester requester =
        principal.contains(ROLE)
            ? Requester.session(
                account,
                principal,
                principal.replace(":iam:", ":sts:").replace(ROLE, ":assumed-role/") + "/any",
                own)
            : Requester.user(account, principal, own);
    return new AccessRequest(action, resource, requester, keysOfIt);
  }

  /** One line. */
  public String toJson() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("principal", principal);
    members.put("action", action);
    members.put("resource", resource);
    members.put("keys", keys);
    members.put("sessionPolicy", sessionPolicy);
    members.put("allowed", allowed);
    return JsonText.of(members);
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @throws MalformedPolicyException if it was not
   */
  public static Question parse(String json) throws MalformedPolicyException {
    Map<?, ?> members = Json.map(JsonParser.parse(json), "A question");
    SortedMap<String, List<String>> keys = new TreeMap<>();
    for (Map.Entry<?, ?> key : Json.map(members.get("keys"), "keys").entrySet()) {
      String name = String.valueOf(key.getKey());
      keys.put(name, new ArrayList<>(Json.strings(key.getValue(), name)));
    }
    return new Question(
        Json.strings(members.get("principal"), "principal").get(0),
        Json.strings(members.get("action"), "action").get(0),
        Json.strings(members.get("resource"), "resource").get(0),
        keys,
        Json.strings(members.get("sessionPolicy"), "sessionPolicy").get(0),
        Boolean.TRUE.equals(members.get("allowed")));
  }
}
