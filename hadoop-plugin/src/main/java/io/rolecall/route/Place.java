package io.rolecall.route;

import java.util.Optional;
import java.util.function.Function;

/** What a route is for: a location of S3, or a client of another service of AWS. */
public sealed interface Place permits S3Location, NamedClient {

  /**
   * What each kind of place means to the caller. There is no other way to tell them apart: code
   * that is for S3 takes an {@link S3Location}, and cannot be given a client.
   *
   * @param location for a location of S3
   * @param client for a client of another service
   * @param <R> the answer's type
   * @return the answer
   */
  <R> R match(
      Function<? super S3Location, ? extends R> location,
      Function<? super NamedClient, ? extends R> client);

  /**
   * The location, if it is one: for what is done with S3 alone.
   *
   * @return the location; empty for a client
   */
  default Optional<S3Location> toLocation() {
    return this.<Optional<S3Location>>match(Optional::of, client -> Optional.empty());
  }

  /**
   * The client, if it is one: for what is done with clients alone.
   *
   * @return the client; empty for a location
   */
  default Optional<NamedClient> toClient() {
    return this.<Optional<NamedClient>>match(location -> Optional.empty(), Optional::of);
  }

  /**
   * The place as routes write it, for messages.
   *
   * @return the location's URI; for a client, the field that names it
   */
  String written();

  /**
   * Reads what {@code toString} writes.
   *
   * @param text {@code s3a://bucket/prefix}, or {@code client:name}
   * @return the place
   * @throws InvalidRouteException if it is neither
   */
  static Place parse(String text) {
    return text.startsWith(NamedClient.SCHEME)
        ? new NamedClient(text.substring(NamedClient.SCHEME.length()))
        : S3Location.parse(text);
  }
}
