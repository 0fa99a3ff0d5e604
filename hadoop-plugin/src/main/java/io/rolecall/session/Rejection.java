package io.rolecall.session;

/** How a store's rejection of a request bears on the session that signed it. */
public enum Rejection {
  /** The store says that the session has expired. */
  EXPIRED,
  /** The store's answer is what some stores say of an expired session, and other things too. */
  PERHAPS_EXPIRED,
  /** The store denies; that is about the session only if its time is over. */
  DENIED
}
