package io.rolecall.grant;

import static java.util.Objects.requireNonNull;

import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;
import java.util.function.Function;

/**
 * A client of another service as one declared set of the configuration routes it.
 *
 * @param set the set's name; empty for the base
 * @param client the client
 */
public record ClientOfSet(String set, NamedClient client) implements PlaceOfSet {

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
