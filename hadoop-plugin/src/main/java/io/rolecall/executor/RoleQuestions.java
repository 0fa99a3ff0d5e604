package io.rolecall.executor;

import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.process.InterruptFlag;
import io.rolecall.renewal.SessionEnvironment;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for sessions until there is an answer: again after the delay that the driver names while it
 * gets one. Roles that are to be asked for at the same time go in one question, and with a renewal
 * all that are in use: one question renews them all. Each role waits by itself, on the thread that
 * wants it, and no lock is held over a question. Thread-safe.
 */
final class RoleQuestions implements AutoCloseable {

  /** Puts one question. */
  interface Asking {
    GrantAnswer ask(Set<RoleOfSet> roles, Set<String> rejected) throws IOException;
  }

  private final Asking asking;
  private final Supplier<Set<RoleOfSet>> inUse;
  private final Duration patience;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock;
  private final Condition changed;

  // All below: under the lock.
  private final Map<RoleOfSet, Waiting> waiting = new LinkedHashMap<>();
  private boolean closed;

  /** One who waits for a role. */
  private static final class Waiting {
    private final @Nullable String rejected;
    private final boolean renews;
    private @Nullable RoleAnswer answer;
    private @Nullable Throwable failure;
    private boolean asked;
    private long askAt;
    private long pause;

    Waiting(@Nullable String rejected, boolean renews, long now) {
      this.rejected = rejected;
      this.renews = renews;
      this.askAt = now;
    }

    /** Whoever is to ask before half of his pause is over may come along: one message less. */
    boolean isNext(long now) {
      return !asked && askAt - now <= pause / 2;
    }
  }

  /**
   * Nothing is asked yet.
   *
   * @param asking puts a question
   * @param inUse the roles that are in use
   * @param patience how long a role is asked for
   * @param environment by which clock, and on which locks
   */
  RoleQuestions(
      Asking asking,
      Supplier<Set<RoleOfSet>> inUse,
      Duration patience,
      SessionEnvironment environment) {
    this.asking = asking;
    this.inUse = inUse;
    this.patience = patience;
    this.nanoTime = environment.nanoTime();
    this.lock = environment.locks().get();
    this.changed = lock.newCondition();
  }

  /**
   * Asks for a role, and waits for the answer.
   *
   * @param rejected the access key id of a session that the store refused; null if there is none
   * @param renews whether there is a session, which is to be renewed
   * @return the answer; not that it is under way
   * @throws SessionException if the driver cannot be asked, or is not done in time
   */
  RoleAnswer ask(RoleOfSet role, @Nullable String rejected, boolean renews)
      throws SessionException {
    long start = nanoTime.getAsLong();
    Waiting mine = new Waiting(rejected, renews, start);
    try {
      return await(role, mine, start);
    } catch (InterruptedException e) {
      // Not with the lock held: it may take a moment.
      InterruptFlag.restore();
      throw new SessionException(Kind.TRANSIENT, "interrupted while the driver was asked", e);
    }
  }

  private RoleAnswer await(RoleOfSet role, Waiting mine, long start)
      throws SessionException, InterruptedException {
    lock.lock();
    try {
      waiting.put(role, mine);
      while (true) {
        long now = nanoTime.getAsLong();
        long left = patience.toNanos() - (now - start);
        RoleAnswer answer = mine.answer;
        Throwable failure = mine.failure;
        if (answer != null) {
          return answer;
        } else if (failure != null) {
          throw new SessionException(Kind.TRANSIENT, said(failure), failure);
        } else if (closed) {
          throw new SessionException(Kind.TRANSIENT, "closed while the driver was asked", null);
        } else if (left <= 0) {
          throw new SessionException(
              Kind.TRANSIENT,
              "the driver is still getting a session after " + patience.toSeconds() + " s",
              null);
        } else if (mine.asked || mine.askAt - now > 0) {
          long pause = mine.asked ? left : Math.min(left, mine.askAt - now);
          changed.await(pause, TimeUnit.NANOSECONDS);
        } else {
          send(now);
        }
      }
    } finally {
      waiting.remove(role, mine);
      lock.unlock();
    }
  }

  private static String said(Throwable failure) {
    return failure instanceof IOException ? String.valueOf(failure.getMessage()) : "" + failure;
  }

  /**
   * Puts the question of all whose time has come. Called with the lock held, which is free then.
   */
  private void send(long now) {
    Map<RoleOfSet, Waiting> batch = new HashMap<>();
    Set<String> rejected = new LinkedHashSet<>();
    for (Map.Entry<RoleOfSet, Waiting> one : waiting.entrySet()) {
      String key = one.getValue().rejected;
      boolean fits =
          batch.size() < GrantRequest.MAX_ROLES
              && (key == null || rejected.size() < GrantRequest.MAX_REJECTED);
      if (fits && one.getValue().isNext(now)) {
        one.getValue().asked = true;
        batch.put(one.getKey(), one.getValue());
        if (key != null) {
          rejected.add(key);
        }
      }
    }
    lock.unlock();
    GrantAnswer answer = null;
    Throwable failure = null;
    try {
      answer =
          asking.ask(
              batch.values().stream().anyMatch(one -> one.renews)
                  ? withCompanions(batch.keySet())
                  : batch.keySet(),
              rejected);
    } catch (IOException | RuntimeException | LinkageError e) {
      failure = e;
    } finally {
      lock.lock();
      long arrived = nanoTime.getAsLong();
      for (Map.Entry<RoleOfSet, Waiting> one : batch.entrySet()) {
        note(one.getKey(), one.getValue(), answer, failure, arrived);
      }
      changed.signalAll();
    }
  }

  private Set<RoleOfSet> withCompanions(Set<RoleOfSet> roles) {
    Set<RoleOfSet> all = new LinkedHashSet<>(roles);
    for (RoleOfSet used : inUse.get()) {
      if (all.size() < GrantRequest.MAX_ROLES) {
        all.add(used);
      }
    }
    return all;
  }

  private static void note(
      RoleOfSet role,
      Waiting one,
      @Nullable GrantAnswer answer,
      @Nullable Throwable failure,
      long arrived) {
    RoleAnswer own = answer == null ? null : answer.roles().get(role);
    one.asked = false;
    if (own == null) {
      one.failure =
          failure != null ? failure : new IOException("the answer says nothing of the role");
      return;
    }
    one.pause =
        own.match(
            granted -> -1L, underWay -> Math.max(1, underWay.again().toNanos()), refused -> -1L);
    if (one.pause < 0) {
      one.answer = own;
    } else {
      one.askAt = arrived + one.pause;
    }
  }

  /** Whoever waits fails. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
