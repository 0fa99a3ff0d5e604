package io.rolecall.testing;

import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.session.SessionSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives numbered sessions, or fails as it is told. Thread-safe. */
public final class FakeSource implements SessionSource {

  private final Clock clock;
  private Duration lifetime;
  private final List<Optional<Session>> rejected = new ArrayList<>();
  private Runnable beforeAnswer = () -> {};
  private @Nullable SessionException failure;

  /** A source whose sessions last as long as given, by the given clock. */
  public FakeSource(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  @Override
  public Session obtain(@Nullable Session rejectedSession) throws SessionException {
    Runnable before;
    int number;
    synchronized (this) {
      rejected.add(Optional.ofNullable(rejectedSession));
      number = rejected.size();
      before = beforeAnswer;
    }
    before.run();
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
    return Samples.session(number, clock.instant().plus(lifetime));
  }

  /** How long the next sessions last. */
  public synchronized void lifetime(Duration other) {
    lifetime = other;
  }

  /** Runs this on the asking thread, before each answer. */
  public synchronized void beforeAnswer(Runnable action) {
    beforeAnswer = action;
  }

  /** From now on every question fails. */
  public synchronized void fail(Kind kind, String message) {
    failure = new SessionException(kind, message, null);
  }

  /** Ends the failures. */
  public synchronized void recover() {
    failure = null;
  }

  /** How often it was asked. */
  public synchronized int calls() {
    return rejected.size();
  }

  /** The rejected session that each question named. */
  public synchronized List<Optional<Session>> rejected() {
    return List.copyOf(rejected);
  }
}
