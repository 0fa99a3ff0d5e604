package io.rolecall.iam.page;

import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.iam.policy.RolePolicies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a trust policy says of one caller, without the value of an external id.
 *
 * @param caller the ARN of the caller
 * @param externalId whether one is demanded
 * @param claims what else has to have which value, such as the subject of a token
 * @param tags the keys of the session tags that may be passed
 * @param sourceIdentity whether a source identity may be set
 */
record Trust(
    String caller,
    ExternalId externalId,
    Map<String, String> claims,
    Set<String> tags,
    boolean sourceIdentity) {

  private static final String EXTERNAL_ID = "sts:ExternalId";
  private static final String TAG_KEYS = "aws:TagKeys";

  /** Whether a caller has to know an external id. */
  enum ExternalId {
    /** Each way in demands one. */
    REQUIRED("external id required"),
    /** Some routes send one, but others get in without. */
    NOT_ALWAYS("external id sent by some routes, required of none"),
    /** Of some callers each way in demands one, of others not. */
    OF_SOME("external id required of some callers"),
    /** None is demanded. */
    NONE("no external id");

    private final String words;

    ExternalId(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    private ExternalId and(ExternalId other) {
      return this == other ? this : NOT_ALWAYS;
    }
  }

  /** Those of a role, in the order of its policy. */
  static List<Trust> of(RolePolicies role) {
    Map<String, List<PolicyStatement>> byCaller = new LinkedHashMap<>();
    for (PolicyStatement statement : role.trustPolicy().statements()) {
      statement
          .principal()
          .values()
          .forEach(
              caller -> byCaller.computeIfAbsent(caller, c -> new ArrayList<>()).add(statement));
    }
    List<Trust> trusts = new ArrayList<>();
    byCaller.forEach((caller, statements) -> trusts.add(of(caller, statements)));
    return trusts;
  }

  private static Trust of(String caller, List<PolicyStatement> statements) {
    ExternalId externalId = null;
    Map<String, String> claims = new TreeMap<>();
    Set<String> tags = new TreeSet<>();
    boolean sourceIdentity = false;
    for (PolicyStatement statement : statements) {
      boolean assumes = statement.actions().stream().anyMatch(a -> a.startsWith("sts:Assume"));
      sourceIdentity |= statement.actions().contains("sts:SetSourceIdentity");
      ExternalId own = ExternalId.NONE;
      for (Map<String, List<String>> condition : statement.conditions().values()) {
        for (Map.Entry<String, List<String>> key : condition.entrySet()) {
          switch (key.getKey()) {
            case EXTERNAL_ID -> own = ExternalId.REQUIRED;
            case TAG_KEYS -> tags.addAll(key.getValue());
            default -> claims.put(key.getKey(), String.join(" or ", key.getValue()));
          }
        }
      }
      if (assumes) {
        externalId = externalId == null ? own : externalId.and(own);
      }
    }
    return new Trust(
        caller, externalId == null ? ExternalId.NONE : externalId, claims, tags, sourceIdentity);
  }

  /** What all callers of a role together have to know; {@code NONE} if there are none. */
  static ExternalId ofAll(List<Trust> trusts) {
    Set<ExternalId> all = trusts.stream().map(Trust::externalId).collect(Collectors.toSet());
    return all.isEmpty()
        ? ExternalId.NONE
        : all.size() == 1 ? all.iterator().next() : ExternalId.OF_SOME;
  }
}
