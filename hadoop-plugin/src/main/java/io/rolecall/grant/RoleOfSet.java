package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

/**
 * A role with its terms, as one declared set of the configuration routes to it. The set counts,
 * because sets may have base identities of their own.
 *
 * @param set the set's name; empty for the base
 * @param fingerprint the role's fingerprint
 */
public record RoleOfSet(String set, String fingerprint) {

  /** Checks that nothing is null. */
  public RoleOfSet {
    requireNonNull(set, "set");
    requireNonNull(fingerprint, "fingerprint");
  }

  /** The fingerprint, and the set if it has a name. */
  @Override
  public String toString() {
    return fingerprint + (set.isEmpty() ? "" : " of " + set);
  }
}
