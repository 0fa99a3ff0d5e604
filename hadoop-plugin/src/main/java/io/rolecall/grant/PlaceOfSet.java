package io.rolecall.grant;

import io.rolecall.route.Place;
import java.util.Optional;
import java.util.function.Function;

/**
 * What has routes in one declared set of the configuration: a bucket, or a client of another
 * service. Sets may route it differently.
 */
public sealed interface PlaceOfSet permits BucketOfSet, ClientOfSet {

  /** The set that is there without being named: the configuration of everybody. */
  String BASE = "";

  /** The set's name; empty for the base. */
  String set();

  /** What each kind means to the caller; see {@link Place#match}. */
  <R> R match(
      Function<? super BucketOfSet, ? extends R> bucket,
      Function<? super ClientOfSet, ? extends R> client);

  /** Whether a route is one of this: at a location of the bucket, or at the client. */
  boolean holds(Place place);

  /**
   * The bucket, if it is one of the base: tokens are of buckets, and of no set but that.
   *
   * @return the bucket's name; empty if no token can be of this
   */
  default Optional<String> bucketOfTokens() {
    return this.<Optional<String>>match(
        bucket -> set().equals(BASE) ? Optional.of(bucket.bucket()) : Optional.empty(),
        client -> Optional.empty());
  }

  /**
   * Where a route is, in a set: its bucket, or its client.
   *
   * @param set the set's name
   * @param place the route's place
   */
  static PlaceOfSet of(String set, Place place) {
    return place.match(
        location -> new BucketOfSet(set, location.bucket()),
        client -> new ClientOfSet(set, client));
  }
}
