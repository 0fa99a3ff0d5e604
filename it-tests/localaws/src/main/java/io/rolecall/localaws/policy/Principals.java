package io.rolecall.localaws.policy;

import java.util.HashSet;
import java.util.Set;

/**
 * A statement's Principal or NotPrincipal element.
 *
 * @param names each with its type, such as {@code AWS:*}
 * @param inverted whether it is NotPrincipal
 */
record Principals(Set<String> names, boolean inverted) {

  /** How near the element comes to somebody. */
  Reach reach(Requester requester) {
    if (inverted) {
      return isExempt(requester) ? Reach.NONE : Reach.ITSELF;
    }
    Reach nearest = Reach.NONE;
    for (String name : names) {
      Reach reach = requester.names().getOrDefault(name, Reach.NONE);
      nearest = reach.compareTo(nearest) > 0 ? reach : nearest;
    }
    return nearest;
  }

  /** Somebody is exempt who is named with all that it belongs to: account, role and session. */
  private boolean isExempt(Requester requester) {
    Set<Reach> missing = new HashSet<>(requester.names().values());
    requester
        .names()
        .forEach(
            (name, reach) -> {
              if (names.contains(name)) {
                missing.remove(reach);
              }
            });
    return missing.isEmpty() || names.contains(Requester.EVERYBODY);
  }
}
