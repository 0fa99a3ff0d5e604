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
  public record Late(Instant since, SessionException why) {

    /**
     * Why a session that is due is not there.
     *
     * @param session the one that there is
     * @param failures the failures since that one
     * @param flight the question that takes long
     * @return null if nobody can tell yet that it is late
     */
    static @Nullable Late of(
        @Nullable Session session,
        @Nullable FailureSeries failures,
        @Nullable Flight flight,
        Instant now) {
      if (failures != null) {
        return new Late(failures.since(), failures.last());
      }
      if (session != null && flight == null) {
        return null;
      }
      return new Late(
          flight == null ? now : flight.since(),
          new SessionException(SessionException.Kind.TRANSIENT, "there is no answer yet", null));
    }
  }
}
