package io.rolecall.cli;

/**
 * How a location is accessed, whoever tells it.
 *
 * @param kind how
 * @param detail by whom, or why not, as far as that is to be the same
 */
record Verdict(Kind kind, String detail) {

  /** How. */
  enum Kind {
    /** With a session of a role; the detail is the role, and the session's name. */
    ROLE,
    /** With the base identity itself. */
    BASE,
    /** Without a signature. */
    ANONYMOUS,
    /** Not at all, because the location is for others; the detail says whom. */
    CLOSED,
    /** Not at all, because nothing is routed there. */
    NO_ROUTE,
    /** Not at all, because the base identity has no credentials. */
    NO_CREDENTIALS,
    /** Not at all, because STS does not give a session; the detail is the role. */
    DENIED,
    /** Not at all, because the routes cannot be read; the detail says why. */
    INVALID
  }

  static Verdict role(String arn, String sessionName) {
    return new Verdict(Kind.ROLE, arn + " as " + sessionName);
  }

  static Verdict of(Kind kind) {
    return new Verdict(kind, "");
  }
}
