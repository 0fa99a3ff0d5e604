package io.rolecall.renewal;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import java.time.Instant;

/**
 * How a role stands at one moment, for a caller that may not wait: it has a session, one is under
 * way, or none could be had.
 */
public sealed interface Standing {

  /**
   * What the caller makes of each case.
   *
   * @param ready there is a session
   * @param underWay the source has been asked; ask again soon
   * @param failed the source had none; it is not asked before its next try
   * @param <T> the kind of result
   * @param <X> what the functions may throw
   * @return what the function of the present case returned
   * @throws X what the function of the present case threw
   */
  <T, X extends Exception> T match(
      Case<? super Ready, ? extends T, X> ready,
      Case<? super UnderWay, ? extends T, X> underWay,
      Case<? super Failed, ? extends T, X> failed)
      throws X;

  /**
   * What is made of one case.
   *
   * @param <S> the case
   * @param <T> the kind of result
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Case<S, T, X extends Exception> {

    /**
     * Makes something of the case.
     *
     * @param standing the case
     * @return the result
     * @throws X as it likes
     */
    T of(S standing) throws X;
  }

  /**
   * There is a session.
   *
   * @param session it has not ended by this process's clock
   */
  record Ready(Session session) implements Standing {
    @Override
    public <T, X extends Exception> T match(
        Case<? super Ready, ? extends T, X> ready,
        Case<? super UnderWay, ? extends T, X> underWay,
        Case<? super Failed, ? extends T, X> failed)
        throws X {
      return ready.of(this);
    }
  }

  /**
   * The source has been asked and has not answered.
   *
   * @param since when it was asked, by this process's clock
   */
  record UnderWay(Instant since) implements Standing {
    @Override
    public <T, X extends Exception> T match(
        Case<? super Ready, ? extends T, X> ready,
        Case<? super UnderWay, ? extends T, X> underWay,
        Case<? super Failed, ? extends T, X> failed)
        throws X {
      return underWay.of(this);
    }
  }

  /**
   * The source had none, and there is no earlier session that is still valid.
   *
   * @param why the last failure
   * @param times how many failures there were in a row; 0 if the store was closed
   * @param retryAt when the source is asked again at the earliest, by this process's clock
   */
  record Failed(SessionException why, int times, Instant retryAt) implements Standing {
    @Override
    public <T, X extends Exception> T match(
        Case<? super Ready, ? extends T, X> ready,
        Case<? super UnderWay, ? extends T, X> underWay,
        Case<? super Failed, ? extends T, X> failed)
        throws X {
      return failed.of(this);
    }
  }
}
