package io.rolecall.iam.policy;

/**
 * AWS would not take a policy, or would take it for another one. The message says which routes to
 * change, and how.
 */
public final class UnwritablePolicyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what IAM would refuse, and what to do. */
  public UnwritablePolicyException(String message) {
    super(message);
  }
}
