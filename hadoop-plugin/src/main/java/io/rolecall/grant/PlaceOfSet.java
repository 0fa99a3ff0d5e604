package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import java.util.Optional;
import java.util.function.Function;

/**
 * What has routes in one declared set of the configuration: a bucket, or a client of another
 * service. Sets may route it differently.
 */
public sealed interface PlaceOfSet {

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

  /**
   * A bucket as one declared set of the configuration routes it.
   *
   * @param set the set's name; empty for the base
   * @param bucket the bucket, as it was asked for: perhaps the name of none
   */
  record BucketOfSet(String set, String bucket) implements PlaceOfSet {

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

  /**
   * A client of another service as one declared set of the configuration routes it.
   *
   * @param set the set's name; empty for the base
   * @param client the client
   */
  record ClientOfSet(String set, NamedClient client) implements PlaceOfSet {

    /** Checks that nothing is null. */
    public ClientOfSet {
      requireNonNull(set, "set");
      requireNonNull(client, "client");
    }

    @Override
    public <R> R match(
        Function<? super BucketOfSet, ? extends R> bucket,
        Function<? super ClientOfSet, ? extends R> client) {
      return client.apply(this);
    }

    @Override
    public boolean holds(Place place) {
      return place.equals(client);
    }

    /** The client as routes write it, and the set if it has a name. */
    @Override
    public String toString() {
      return client.written() + (set.isEmpty() ? "" : " of " + set);
    }
  }
}
