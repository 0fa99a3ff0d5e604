package io.rolecall.localaws.policy;

/** A policy that AWS would refuse, or that this implementation cannot enforce in full. */
public final class MalformedPolicyException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedPolicyException(String message) {
    super(message);
  }
}
