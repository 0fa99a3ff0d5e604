package io.rolecall.iam;

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
 * @param isS3 whether permissions are written for it
 */
record Reaching(String place, Storage storage, boolean isS3) {

  /** With a session of a role. */
  Reach by(Access.Role last, Caller first, ScopedLocation needed, boolean narrowed) {
    List<Reach.Step> steps = new ArrayList<>();
    for (Access.Role link = last; link != null; link = link.through()) {
      steps.add(0, new Reach.Step(link.role(), link.externalId().isPresent(), link.terms()));
    }
    return new Reach(
        place,
        Optional.of(needed).filter(any -> isS3),
        narrowed,
        Optional.of(Reach.Identity.of(first)),
        steps,
        owner(last.role().account(), needed));
  }

  /** As the base identity itself. */
  Reach by(Caller own, ScopedLocation needed) {
    return new Reach(
        place,
        Optional.of(needed).filter(any -> isS3),
        false,
        Optional.of(Reach.Identity.of(own)),
        List.of(),
        owner(own.account(), needed));
  }

  /** Without a signature: whatever the bucket gives everybody. */
  Reach unsigned(ScopedLocation needed) {
    return new Reach(
        place, Optional.empty(), false, Optional.empty(), List.of(), owner("", needed));
  }

  private Optional<String> owner(String account, ScopedLocation needed) {
    return isS3 ? storage.otherThan(account, needed.location().bucket()) : Optional.empty();
  }
}
