package io.rolecall.credentials;

import io.rolecall.identity.BaseIdentity;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionUnavailableException;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The credentials of a route to the base identity, in a process that has it. */
public record BaseCredentials(BaseIdentity base) implements RouteCredentials {

  @Override
  public AwsCredentialsIdentity current() {
    try {
      return base.credentials();
    } catch (SessionException e) {
      throw new SessionUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<Session> tried() throws SessionException {
    base.credentials();
    return Optional.empty();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  /** Whoever provides it refreshes it in the thread that asks. */
  @Override
  public boolean mayWait() {
    return base.mayWait();
  }

  /** Nothing to give up: whoever provides the base identity refreshes it. */
  @Override
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return false;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
