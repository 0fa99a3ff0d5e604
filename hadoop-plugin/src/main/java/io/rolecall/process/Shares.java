package io.rolecall.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Values that several holders share, by key: made for the first, ended with the last. Nothing is
 * made and nothing ends under a lock. Thread-safe.
 *
 * @param <K> what the values are shared by
 * @param <V> the values
 */
public final class Shares<K, V> {

  private final Map<K, Shared<V>> shared = new HashMap<>();
  private final Consumer<? super V> end;

  /**
   * Nothing is shared yet.
   *
   * @param end what is done with a value whose last share was given back
   */
  public Shares(Consumer<? super V> end) {
    this.end = end;
  }

  /**
   * One holder's share.
   *
   * @param <V> the value
   */
  public interface Share<V> extends AutoCloseable {

    /**
     * What is shared.
     *
     * @return the value; it has ended once all shares were given back
     */
    V value();

    /** Gives the share back; the last one ends the value. A second call does nothing. */
    @Override
    void close();
  }

  /** One value. */
  private static final class Shared<V> {
    private final CompletableFuture<V> making = new CompletableFuture<>();

    /** Under the lock. */
    private int shares;

    V join() {
      try {
        return making.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw e;
      }
    }
  }

  /**
   * Takes a share.
   *
   * @param key what the value is shared by
   * @param maker makes the value if nobody has a share; others wait for it. If it throws, they all
   *     get that exception, and the next one makes it again
   * @return the share; to be closed
   */
  public Share<V> take(K key, Supplier<? extends V> maker) {
    Shared<V> found;
    boolean first;
    synchronized (shared) {
      found = shared.computeIfAbsent(key, absent -> new Shared<>());
      first = found.shares == 0;
      found.shares++;
    }
    if (first) {
      make(key, found, maker);
    }
    return new Held(key, found, found.join());
  }

  private void make(K key, Shared<V> found, Supplier<? extends V> maker) {
    try {
      found.making.complete(maker.get());
    } catch (RuntimeException | Error e) {
      synchronized (shared) {
        shared.remove(key, found);
      }
      found.making.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * The value that others share. Takes no share, and waits for nobody.
   *
   * @param key what it is shared by
   * @return the value; empty if nobody has a share, or it is being made
   */
  public Optional<V> peek(K key) {
    Shared<V> found;
    synchronized (shared) {
      found = shared.get(key);
    }
    return found == null || !found.making.isDone() || found.making.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(found.join());
  }

  private final class Held implements Share<V> {

    private final K key;
    private final Shared<V> found;
    private final V value;
    private boolean closed;

    Held(K key, Shared<V> found, V value) {
      this.key = key;
      this.found = found;
      this.value = value;
    }

    @Override
    public V value() {
      return value;
    }

    @Override
    public void close() {
      synchronized (shared) {
        if (closed) {
          return;
        }
        closed = true;
        found.shares--;
        if (found.shares > 0) {
          return;
        }
        shared.remove(key, found);
      }
      end.accept(value);
    }
  }
}
