package io.rolecall.credentials;

import io.rolecall.config.ConfigException;
import io.rolecall.route.Place;
import io.rolecall.session.Rejection;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The credentials of a route to the base identity, in a process that must not have any. */
public record NoBaseCredentials(Place place) implements RouteCredentials {

  @Override
  public AwsCredentialsIdentity current() {
    throw new ConfigException(
        place
            + " is routed to the base identity, which stays on the driver, and this process is an"
            + " executor. Route it to a role that the base identity may assume",
        null);
  }

  @Override
  public String identity() {
    return "the base identity";
  }

  @Override
  public boolean isReady() {
    return false;
  }

  /** It fails at once. */
  @Override
  public boolean mayWait() {
    return false;
  }

  @Override
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return false;
  }
}
