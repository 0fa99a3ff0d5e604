package io.rolecall.localaws.iam;

import io.rolecall.localaws.policy.MalformedPolicyException;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;

/** The documents that describe a world. */
final class Documents {
  private Documents() {}

  /**
   * Reads a document.
   *
   * @param owner whose it is, for the message
   * @throws IllegalArgumentException if AWS would refuse it, or it could not be enforced in full
   */
  static PolicyDocument parse(PolicyKind kind, String owner, String json) {
    try {
      return PolicyDocument.parse(kind, json);
    } catch (MalformedPolicyException e) {
      throw new IllegalArgumentException(owner + ": " + e.getMessage(), e);
    }
  }
}
