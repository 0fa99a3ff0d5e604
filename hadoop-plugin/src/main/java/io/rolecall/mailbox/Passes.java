package io.rolecall.mailbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of its file system that a mailbox's readers were given, to be cancelled at the end:
 * they would live on for a day. Thread-safe.
 */
final class Passes {

  private static final Logger LOG = LoggerFactory.getLogger(Passes.class);

  /** With one each minute and a half, the first has ended when the last one comes. */
  private static final int MOST = 1000;

  /** The oldest first. */
  private final Deque<Token<?>> given = new ArrayDeque<>();

  synchronized void add(Token<?> pass) {
    given.add(pass);
    if (given.size() > MOST) {
      given.remove();
    }
  }

  private synchronized @Nullable Token<?> next() {
    return given.poll();
  }

  /**
   * Cancels all of them, as the current Hadoop user. Those that cannot be cancelled live on until
   * they end.
   *
   * @param conf how the file system is reached
   */
  void cancel(Configuration conf) {
    for (Token<?> pass = next(); pass != null; pass = next()) {
      try {
        pass.cancel(conf);
      } catch (SecretManager.InvalidToken e) {
        LOG.debug("a token of {} that has ended already", pass.getService(), e);
      } catch (IOException e) {
        LOG.debug("a token of {} lives on, as do those after it", pass.getService(), e);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
