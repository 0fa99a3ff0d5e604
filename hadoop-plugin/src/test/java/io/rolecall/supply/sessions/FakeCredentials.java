package io.rolecall.supply.sessions;

import io.rolecall.credentials.RouteCredentials;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Credentials of a route that are what a test says. */
final class FakeCredentials implements RouteCredentials {

  private @Nullable Session session;
  private @Nullable String failure;
  private int failures;
  private @Nullable Runnable meanwhile;

  void give(Session next) {
    session = next;
    failure = null;
  }

  void fail(String why) {
    failure = why;
  }

  /** The next session does not come, while the one that there is serves. */
  void failRenewal() {
    failures++;
  }

  /** Something happens, once, while whoever asks next is on the way with what there was. */
  void meanwhile(Runnable what) {
    meanwhile = what;
  }

  @Override
  public SessionStatistics statistics() {
    return new SessionStatistics(1, 0, failures, 0, 1, Duration.ZERO, null);
  }

  @Override
  public Optional<Session> tried() throws SessionException {
    if (failure != null) {
      throw new SessionException(SessionException.Kind.TRANSIENT, failure, null);
    }
    Session found = session;
    Runnable happens = meanwhile;
    meanwhile = null;
    if (happens != null) {
      happens.run();
    }
    return Optional.ofNullable(found);
  }

  @Override
  public AwsCredentialsIdentity current() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isReady() {
    return session != null;
  }

  @Override
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return false;
  }
}
