package io.rolecall.renewal;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One question to a source, from the asking to the answer.
 *
 * @param since when it began, by this process's clock
 * @param startNanos when it began, for its length
 * @param rejected what the source must not give again; null in the ordinary case
 */
record Flight(Instant since, long startNanos, @Nullable Session rejected) {

  /** How a flight ended: with a session, or with a failure. */
  record Landing(@Nullable Session session, @Nullable SessionException failure) {

    /**
     * Whatever was thrown. Nothing may end the renewals of a role, or leave those who wait for it
     * without an answer.
     */
    static Landing failed(Throwable thrown) {
      if (thrown instanceof SessionException failure) {
        return new Landing(null, failure);
      }
      // Where a jar is missing, waiting does not help.
      SessionException.Kind kind =
          thrown instanceof LinkageError
              ? SessionException.Kind.PERMANENT
              : SessionException.Kind.TRANSIENT;
      return new Landing(null, new SessionException(kind, thrown.toString(), thrown));
    }
  }

  /** Asks the source, on this thread. */
  @SuppressWarnings("CatchingThrowable")
  Landing ask(SessionSource source) {
    try {
      return new Landing(source.obtain(rejected), null);
    } catch (Throwable e) {
      return Landing.failed(e);
    }
  }
}
