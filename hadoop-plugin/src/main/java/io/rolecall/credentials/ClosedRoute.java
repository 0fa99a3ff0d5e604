package io.rolecall.credentials;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.session.Rejection;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A location that is routed for others than the user of the file system.
 *
 * @param why what to tell whoever tries
 */
public record ClosedRoute(String why) implements RouteCredentials {

  /** Checks that there is a reason. */
  public ClosedRoute {
    requireNonNull(why);
  }

  @Override
  public AwsCredentialsIdentity current() {
    throw new ConfigException(why, null);
  }

  @Override
  public String identity() {
    return "closed to this user";
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
