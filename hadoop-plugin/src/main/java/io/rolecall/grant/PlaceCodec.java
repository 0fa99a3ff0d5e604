package io.rolecall.grant;

import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.PlaceOfSet.ClientOfSet;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.NamedClient;

/**
 * How questions and answers write what has routes: as one text, which is a bucket's name, or a
 * client's behind a mark that no bucket's name has. Nothing but this knows the mark.
 */
final class PlaceCodec {

  private static final String MARK = "@";

  private PlaceCodec() {}

  static String text(PlaceOfSet place) {
    return place.match(BucketOfSet::bucket, client -> MARK + client.client().name());
  }

  /** What is no client's name is looked for among buckets, which have none of it. */
  static PlaceOfSet read(String set, String text) {
    if (text.startsWith(MARK)) {
      try {
        return new ClientOfSet(set, new NamedClient(text.substring(MARK.length())));
      } catch (InvalidRouteException e) {
        return new BucketOfSet(set, text);
      }
    }
    return new BucketOfSet(set, text);
  }
}
