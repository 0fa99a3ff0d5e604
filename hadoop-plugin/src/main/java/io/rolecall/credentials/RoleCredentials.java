package io.rolecall.credentials;

import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStatistics;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * The credentials of a route to a role: its live session.
 *
 * @param live the session, which other locations may share
 * @param identity the role, with the roles that lead to it
 */
public record RoleCredentials(LiveSession live, String identity) implements RouteCredentials {

  @Override
  public AwsSessionCredentialsIdentity current() {
    return new SessionIdentity(live.current());
  }

  @Override
  public Optional<Session> tried() throws SessionException {
    return Optional.of(live.currentOrFail());
  }

  @Override
  public Optional<Session> lasting(Duration least) throws SessionException {
    return Optional.of(live.lasting(least));
  }

  @Override
  public boolean isReady() {
    return live.peek() != null;
  }

  @Override
  public boolean onRejected(String accessKeyId, Rejection rejection) {
    return live.onRejected(accessKeyId, rejection);
  }

  @Override
  public SessionStatistics statistics() {
    return live.statistics();
  }

  /** The routes that share the session, and their role. */
  @Override
  public String toString() {
    return live.toString();
  }

  /** A session as the SDK wants to see it. Made for each signature: it costs less than a cache. */
  private record SessionIdentity(Session session) implements AwsSessionCredentialsIdentity {

    @Override
    public String accessKeyId() {
      return session.accessKeyId();
    }

    @Override
    public String secretAccessKey() {
      return session.secretAccessKey();
    }

    @Override
    public String sessionToken() {
      return session.sessionToken();
    }
  }
}
