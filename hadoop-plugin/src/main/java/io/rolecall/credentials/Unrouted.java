package io.rolecall.credentials;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.S3Location;

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
   * That a location has no route.
   *
   * @param location the location
   * @return the message, which begins with the location
   */
  public static String named(S3Location location) {
    return location + ": " + because(location.toString(), location.bucket());
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
   * @param name the client's name
   * @return the message
   */
  public static String client(String name) {
    return refusal("no route has \"client\": \"" + name + "\"", "Add one" + FILES);
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
