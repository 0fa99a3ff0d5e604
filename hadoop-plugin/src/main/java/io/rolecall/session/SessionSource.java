package io.rolecall.session;

import org.jspecify.annotations.Nullable;

/**
 * Where the sessions of one route come from: STS on the driver, a channel to the driver elsewhere.
 *
 * <p>Implementations may block for a bounded time and must be thread-safe; whoever keeps a session
 * asks for one session at a time.
 */
@FunctionalInterface
public interface SessionSource {

  /**
   * Gets the next session.
   *
   * @param rejected a session that the store refused before its time, which must not be given
   *     again; null in the ordinary case
   * @return a session
   * @throws SessionException if there is none now
   */
  Session obtain(@Nullable Session rejected) throws SessionException;
}
