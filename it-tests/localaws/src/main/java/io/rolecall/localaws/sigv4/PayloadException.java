package io.rolecall.localaws.sigv4;

import java.io.IOException;

/** A body that is not the one that was signed. */
public final class PayloadException extends IOException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** What is wrong with the body. */
  public enum Reason {
    /** A chunk's or the trailer's signature does not match. */
    BAD_SIGNATURE,
    /** The body is shorter than declared. */
    INCOMPLETE,
    /** The chunks cannot be read. */
    MALFORMED
  }

  PayloadException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
