package io.rolecall.credentials;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.NamedClient;
import io.rolecall.route.Place;

/** What is said where no route says who signs: the same everywhere, with all ways to add one. */
public final class Unrouted {

  private static final String FILES =
      " to " + RolecallKeys.ROUTES.name() + " or " + RolecallKeys.ROUTES_FILE.name();

  private Unrouted() {}

  /**
   * That a bucket has no route.
   *
   * @param bucket the bucket's name, as it was asked for
   * @return the message, for whoever names the bucket before it
   */
  public static String because(String bucket) {
    return because("s3a://" + bucket, bucket);
  }

  /**
   * That a bucket has no route.
   *
   * @param bucket the bucket's name, as it was asked for
   * @return the message, which begins with the bucket
   */
  public static String named(String bucket) {
    return "s3a://" + bucket + ": " + because(bucket);
  }

  /**
   * That a place has no route.
   *
   * @param place the place
   * @return the message, which begins with a location, and names a client
   */
  public static String named(Place place) {
    return place.match(
        location -> location + ": " + because(location.toString(), location.bucket()),
        Unrouted::client);
  }

  private static String because(String location, String bucket) {
    return refusal(
        "no route",
        "Add a route for "
            + location
            + FILES
            + ", or set fs.s3a.bucket."
            + bucket
            + ".assumed.role.arn");
  }

  /**
   * That a client of another AWS service has no route.
   *
   * @param client the client
   * @return the message
   */
  public static String client(NamedClient client) {
    return refusal("no route has \"client\": \"" + client.name() + "\"", "Add one" + FILES);
  }

  /**
   * That there is no route.
   *
   * @param what what has none
   * @param advice what to do; with its end
   * @return the message
   */
  public static String refusal(String what, String advice) {
    return what + ": Rolecall uses no identity that is not routed. " + advice;
  }
}
