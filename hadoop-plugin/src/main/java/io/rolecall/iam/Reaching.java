package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.route.Access;
import io.rolecall.route.ScopedLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells people who reaches one place.
 *
 * @param place the place, as {@link Reach} has it
 * @param storage what routes do not tell of buckets
 * @param allowed what permissions allow there; empty where none are written
 */
record Reaching(String place, Storage storage, Optional<ScopedLocation> allowed) {

  /** With a session of a role. */
  Reach by(Access.Role last, Caller first, boolean narrowed) {
    List<Reach.Step> steps = new ArrayList<>();
    for (Access.Role link = last; link != null; link = link.through()) {
      steps.add(0, new Reach.Step(link.role(), link.externalId().isPresent(), link.terms()));
    }
    return new Reach(
        place,
        allowed,
        narrowed,
        Optional.of(Reach.Identity.of(first)),
        steps,
        ownerBut(last.role().account()));
  }

  /** As the base identity itself. */
  Reach by(Caller own) {
    return new Reach(
        place,
        allowed,
        false,
        Optional.of(Reach.Identity.of(own)),
        List.of(),
        ownerBut(own.account()));
  }

  /** Without a signature: whatever the bucket gives everybody. */
  Reach unsigned() {
    return new Reach(place, Optional.empty(), false, Optional.empty(), List.of(), ownerBut(""));
  }

  private Optional<String> ownerBut(String account) {
    return allowed.flatMap(needed -> storage.otherThan(account, needed.location().bucket()));
  }
}
