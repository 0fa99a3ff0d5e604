package io.rolecall.mailbox;

import io.rolecall.process.InterruptFlag;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that a mailbox's file system gave, of itself and of its key server, to be cancelled at
 * the end: they would live on for a day. Thread-safe.
 */
final class Passes {

  private static final Logger LOG = LoggerFactory.getLogger(Passes.class);

  /** With one each minute and a half, the first has ended when the last one comes. */
  private static final int MOST = 1000;

  private final Cancelling cancelling;

  /** The oldest first. */
  private final Deque<Token<?>> given = new ArrayDeque<>();

  private boolean ended;

  /**
   * None yet.
   *
   * @param cancelling how one is cancelled
   */
  Passes(Cancelling cancelling) {
    this.cancelling = cancelling;
  }

  /** How a token is cancelled, as the current Hadoop user. */
  interface Cancelling {

    /**
     * Cancels a token.
     *
     * @throws SecretManager.InvalidToken if it has ended already
     * @throws IOException if who gave it cannot be reached
     */
    void cancel(Token<?> token) throws IOException, InterruptedException;
  }

  /** Tokens that were got; those that come after the end are cancelled at once. */
  void add(Collection<? extends Token<?>> passes) {
    if (!isKept(passes)) {
      cancelLate(passes);
    }
  }

  private synchronized boolean isKept(Collection<? extends Token<?>> passes) {
    if (ended) {
      return false;
    }
    given.addAll(passes);
    while (given.size() > MOST) {
      given.remove();
    }
    return true;
  }

  /** Whoever comes late was interrupted, and Hadoop makes no call on such a thread. */
  private void cancelLate(Collection<? extends Token<?>> passes) {
    boolean interrupted = Thread.interrupted();
    try {
      cancelEach(passes);
    } finally {
      if (interrupted) {
        InterruptFlag.restore();
      }
    }
  }

  private synchronized List<Token<?>> end() {
    ended = true;
    List<Token<?>> all = new ArrayList<>(given);
    given.clear();
    return all;
  }

  /** Cancels all of them. Those that cannot be cancelled live on until they end. */
  void cancel() {
    cancelEach(end());
  }

  private void cancelEach(Collection<? extends Token<?>> passes) {
    Set<Text> away = new HashSet<>();
    for (Token<?> pass : passes) {
      if (away.contains(pass.getService())) {
        continue; // Each would be waited for.
      }
      try {
        cancelling.cancel(pass);
      } catch (SecretManager.InvalidToken e) {
        LOG.debug("a token of {} that has ended already", pass.getService(), e);
      } catch (IOException | RuntimeException e) {
        LOG.debug("a token of {} lives on, as do those after it", pass.getService(), e);
        away.add(pass.getService());
      } catch (InterruptedException e) {
        InterruptFlag.restore();
        return;
      }
    }
  }
}
