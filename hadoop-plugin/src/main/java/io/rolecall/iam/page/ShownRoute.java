package io.rolecall.iam.page;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.Reach;
import io.rolecall.route.KmsKey;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A route on the page.
 *
 * @param reach who reaches what by it
 * @param users the Hadoop users whom it is for
 * @param groups the Hadoop groups; it is for everybody if there are neither
 * @param sets the declared sets that have it, such as {@code catalog lake}; empty if all have
 */
public record ShownRoute(
    Reach reach, Collection<String> users, Collection<String> groups, Collection<String> sets) {

  /** Sorts the names. */
  public ShownRoute {
    requireNonNull(reach, "reach");
    users = Collections.unmodifiableSet(new TreeSet<>(users));
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
    sets = Collections.unmodifiableSet(new TreeSet<>(sets));
  }

  boolean isForEverybody() {
    return users.isEmpty() && groups.isEmpty();
  }

  /** What sessions may do there, in a word or two. */
  String may() {
    return reach.allowed().isPresent()
        ? reach.allowed().get().scope().toString()
        : reach.start().isEmpty() ? "what everybody may" : "what the role may";
  }

  Collection<KmsKey> keys() {
    return reach.allowed().isPresent() ? reach.allowed().get().keys() : Set.of();
  }

  /** The account that the place is taken to be in; empty if nobody signs and none was named. */
  String owner() {
    return reach.bucketOwner().or(reach::account).orElse("");
  }

  /** Whether an account has a part in it. */
  boolean concerns(String account) {
    return owner().equals(account)
        || reach.start().filter(start -> start.account().equals(account)).isPresent()
        || reach.steps().stream().anyMatch(step -> step.role().account().equals(account))
        || keys().stream().anyMatch(key -> key.account().equals(account));
  }
}
