package io.rolecall.localaws.policy;

/**
 * One action and one resource of a statement, as it writes them. Those of {@code NotAction} and
 * {@code NotResource} are one together.
 *
 * @param statement the number of its statement, from 0
 * @param allows whether its statement's effect is Allow; otherwise Deny
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::data/*}; empty in a policy that belongs to one
 */
public record Part(int statement, boolean allows, String action, String resource) {

  /** Such as {@code Allow s3:GetObject on arn:aws:s3:::data/*}. */
  @Override
  public String toString() {
    return (allows ? "Allow " : "Deny ") + action + (resource.isEmpty() ? "" : " on " + resource);
  }
}
