package io.rolecall.iam;

/** AWS would not take a policy of this length. The message says which routes to change, and how. */
public final class PolicyTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PolicyTooLongException(String message) {
    super(message);
  }
}
