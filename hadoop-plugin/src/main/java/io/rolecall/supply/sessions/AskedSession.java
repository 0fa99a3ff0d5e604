package io.rolecall.supply.sessions;

import io.rolecall.config.ConfigException;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.handoff.HandedSession;
import io.rolecall.handoff.SessionFormat;
import io.rolecall.supply.loopback.HttpAnswer;
import io.rolecall.supply.loopback.JoinedAnswers;
import io.rolecall.text.OneLine;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one location, for whoever asks: nothing is got before, so that a session that
 * nobody asks for rests. Thread-safe.
 */
final class AskedSession implements JoinedAnswers.Source {

  private static final int LONGEST_REASON = 2000;

  private final SuppliedPlace location;
  private final Lookup lookup;
  private final Clock clock;
  private volatile @Nullable KeptSession kept;

  /** Finds what a location is signed with. */
  interface Lookup {

    /**
     * Looks; may ask the driver.
     *
     * @return null if no route covers the location
     * @throws IOException if that fails; says why
     */
    @Nullable RouteCredentials find(SuppliedPlace location) throws IOException;
  }

  /**
   * Nothing is asked yet.
   *
   * @param location the location
   * @param lookup finds its sessions, which are those of file systems
   * @param clock this process's clock
   */
  AskedSession(SuppliedPlace location, Lookup lookup, Clock clock) {
    this.location = location;
    this.lookup = lookup;
    this.clock = clock;
  }

  /** The session as a credential process prints it; or why there is none, on one line. */
  @Override
  public HttpAnswer answer() {
    String reason;
    try {
      KeptSession asked = kept();
      asked.look();
      Optional<KeptSession.Passed> passed = asked.now();
      if (passed.isPresent()) {
        return new HttpAnswer(
            200,
            SessionFormat.CREDENTIAL_PROCESS.write(
                new HandedSession(
                    location.place(),
                    passed.get().session(),
                    passed.get().told(),
                    location.store())));
      }
      reason = location + ": the session has ended";
    } catch (IOException | RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      reason = message.contains(location.toString()) ? message : location + ": " + message;
    }
    return new HttpAnswer(503, OneLine.of(reason, LONGEST_REASON));
  }

  /** Without a lock: it may wait for the driver. Whoever comes meanwhile finds the same. */
  private KeptSession kept() throws IOException {
    KeptSession known = kept;
    if (known != null) {
      return known;
    }
    RouteCredentials credentials = lookup.find(location);
    if (credentials == null) {
      throw new ConfigException(location + ": no route", null);
    }
    KeptSession found = new KeptSession(location, credentials, clock, KeptSession.Publication.NONE);
    kept = found;
    return found;
  }
}
