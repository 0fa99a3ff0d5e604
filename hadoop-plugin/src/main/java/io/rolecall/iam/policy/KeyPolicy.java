package io.rolecall.iam.policy;

import java.util.List;

/**
 * What the policy of a KMS key says for roles of other accounts. A key's policy is never without
 * the statement that lets its own account manage it, so these are statements to add.
 *
 * @param key the key's ARN
 * @param statements the statements
 */
public record KeyPolicy(String key, List<PolicyStatement> statements) {

  /** Copies the statements. */
  public KeyPolicy {
    statements = List.copyOf(statements);
  }
}
