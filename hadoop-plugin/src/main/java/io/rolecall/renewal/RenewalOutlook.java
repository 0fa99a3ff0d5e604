package io.rolecall.renewal;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the renewal of a role's session stands at one moment, by this process's clock.
 *
 * @param session the session, which has not ended; null if there is none
 * @param obtained when it was obtained; the present without one
 * @param late why its successor, which is due, is not there; null if it is not due, or nobody has
 *     been asked for it yet, or just now
 */
public record RenewalOutlook(@Nullable Session session, Instant obtained, @Nullable Late late) {

  /**
   * A session that is due and could not be had.
   *
   * @param since when the source failed first, or was asked if it has not answered
   * @param why its last failure
   */
  public record Late(Instant since, SessionException why) {}
}
