package io.rolecall.credentials;

import io.rolecall.renewal.SessionStatistics;
import io.rolecall.session.Rejection;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What requests to the locations of one route are signed with. Thread-safe. */
public interface RouteCredentials {

  /**
   * The credentials that are valid now.
   *
   * @return credentials; waits for them, bounded, if there are none
   * @throws io.rolecall.session.SessionUnavailableException if none can be had
   */
  AwsCredentialsIdentity current();

  /**
   * Tries to get credentials, for somebody who tells what requests are signed with: waits no
   * failure out.
   *
   * @return the session; empty if credentials that are no session of a route sign
   * @throws SessionException if there are none
   * @throws io.rolecall.config.ConfigException if nobody is to have any
   */
  default Optional<Session> tried() throws SessionException {
    current();
    return Optional.empty();
  }

  /**
   * What signs now and for a while yet, for a client that signs by itself and gives up where a
   * session has ended on the way.
   *
   * @param least how long it is to last, where it ends and the next one can be had in time
   * @return the session; empty if credentials that are no session of a route sign
   * @throws SessionException if there is none
   */
  default Optional<Session> lasting(Duration least) throws SessionException {
    return Optional.empty();
  }

  /**
   * Whether {@link #current()} would answer at once.
   *
   * @return whether there are credentials now
   */
  boolean isReady();

  /**
   * Whether {@link #current()} may wait: for a session, or for a service or a command that gives
   * credentials. A thread that others need must not call it then.
   *
   * @return false if it answers, or fails, at once
   */
  default boolean mayWait() {
    return !isReady();
  }

  /**
   * Tells that the store refused a request.
   *
   * @param accessKeyId what signed it
   * @param rejection what the store's answer says
   * @return whether the request is worth signing again
   */
  boolean onRejected(String accessKeyId, Rejection rejection);

  /**
   * What to tell of them where the store denies a request, beside what the store says.
   *
   * @return the hint; empty if the store's own message says enough
   */
  default Optional<String> onDenied() {
    return Optional.empty();
  }

  /**
   * Who signs, without the location, which credentials of several locations do not know.
   *
   * @return for example the role's ARN; no secrets
   */
  default String identity() {
    return toString();
  }

  /**
   * What the sessions behind them have been through.
   *
   * @return a snapshot; {@link SessionStatistics#NONE} where there are no sessions
   */
  default SessionStatistics statistics() {
    return SessionStatistics.NONE;
  }
}
