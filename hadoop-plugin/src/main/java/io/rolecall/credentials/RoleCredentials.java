package io.rolecall.credentials;

import io.rolecall.session.LiveSession;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionStatistics;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The credentials of a route to a role: its live session. */
public record RoleCredentials(LiveSession live) implements RouteCredentials {

  @Override
  public AwsSessionCredentialsIdentity current() {
    return new SessionIdentity(live.current());
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

  /** The role. A session is named after the first route that needed it. */
  @Override
  public String identity() {
    String name = live.toString();
    int arrow = name.indexOf(" -> ");
    return arrow < 0 ? name : name.substring(arrow + " -> ".length());
  }

  /** The route and its role. */
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
