package io.rolecall.localaws.policy;

/**
 * What all policies say to a request together.
 *
 * @param decision the decision
 * @param by the policy that decided it
 */
public record Verdict(Decision decision, PolicyType by) {
  public boolean isAllowed() {
    return decision == Decision.ALLOWED;
  }

  static Verdict allowed(PolicyType by) {
    return new Verdict(Decision.ALLOWED, by);
  }

  static Verdict denied(PolicyType by) {
    return new Verdict(Decision.DENIED, by);
  }

  static Verdict notAllowed(PolicyType by) {
    return new Verdict(Decision.NOT_ALLOWED, by);
  }
}
