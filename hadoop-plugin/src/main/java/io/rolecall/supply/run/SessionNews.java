package io.rolecall.supply.run;

import io.rolecall.supply.sessions.KeptSession;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells what changes for one location: that the next session does not come, that the last one has
 * ended, and the end of both. Not thread-safe.
 */
public final class SessionNews {

  private final KeptSession one;
  private final Surroundings around;
  private Said said = Said.NOTHING;

  public SessionNews(KeptSession one, Surroundings around) {
    this.one = one;
    this.around = around;
  }

  /** What was told last. */
  private enum Said {
    NOTHING,
    OVERDUE,
    ENDED
  }

  /** A look found a session. */
  public void found(KeptSession.Look look) {
    switch (look) {
      case NEW -> {
        if (said != Said.NOTHING) {
          around.tell().accept(one + ": sessions can be had again");
        }
        said = Said.NOTHING;
      }
      case OVERDUE -> overdue("");
      case SAME -> {
        // Nothing new.
      }
    }
  }

  /** A look failed. */
  public void failed(String why) {
    if (one.now().isPresent()) {
      overdue(": " + why);
    } else if (said != Said.ENDED) {
      said = Said.ENDED;
      around
          .tell()
          .accept(around.command() + " has no session of " + one + " that serves any more: " + why);
    }
  }

  private void overdue(String why) {
    Optional<Instant> end = one.now().map(passed -> passed.session().expiration());
    if (said == Said.NOTHING && end.isPresent()) {
      said = Said.OVERDUE;
      around
          .tell()
          .accept(
              one
                  + ": no new session"
                  + why
                  + ". The one until "
                  + end.get()
                  + " serves; further failures are not said");
    }
  }
}
