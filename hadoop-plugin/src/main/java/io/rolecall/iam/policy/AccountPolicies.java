package io.rolecall.iam.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of one account sets.
 *
 * @param account the account's id
 * @param roles its roles, by ARN
 * @param baseIdentity the base identity, if it is of this account; else null
 * @param buckets its buckets that roles of other accounts use
 * @param keys its KMS keys that roles of other accounts use
 */
public record AccountPolicies(
    String account,
    List<RolePolicies> roles,
    @Nullable BasePolicies baseIdentity,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BucketPolicy> buckets,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyPolicy> keys) {

  /**
   * What the owner has to know of the lengths of the policies.
   *
   * @return a sentence for each that is long
   */
  public List<String> longOnes() {
    List<String> notes = new ArrayList<>();
    roles.forEach(
        role -> PolicySize.noteOnTrust(role.role(), role.trustPolicy()).ifPresent(notes::add));
    if (baseIdentity != null) {
      PolicySize.noteOnBase(baseIdentity).ifPresent(notes::add);
    }
    return notes;
  }
}
