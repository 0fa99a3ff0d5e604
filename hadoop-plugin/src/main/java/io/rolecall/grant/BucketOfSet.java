package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.Place;
import java.util.function.Function;

/**
 * A bucket as one declared set of the configuration routes it.
 *
 * @param set the set's name; empty for the base
 * @param bucket the bucket, as it was asked for: perhaps the name of none
 */
public record BucketOfSet(String set, String bucket) implements PlaceOfSet {

  /** Checks that nothing is null. */
  public BucketOfSet {
    requireNonNull(set, "set");
    requireNonNull(bucket, "bucket");
  }

  @Override
  public <R> R match(
      Function<? super BucketOfSet, ? extends R> bucket,
      Function<? super ClientOfSet, ? extends R> client) {
    return bucket.apply(this);
  }

  @Override
  public boolean holds(Place place) {
    return place.match(location -> location.bucket().equals(bucket), client -> false);
  }

  /** The bucket as routes write it, and the set if it has a name. */
  @Override
  public String toString() {
    return "s3a://" + bucket + (set.isEmpty() ? "" : " of " + set);
  }
}
