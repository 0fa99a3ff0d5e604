package io.rolecall.localaws.policy;

/** What one policy says to a request. */
public enum Decision {
  /** A statement allows it and none denies it. */
  ALLOWED,
  /** A statement denies it, whatever others allow. */
  DENIED,
  /** No statement speaks of it. */
  NOT_ALLOWED
}
