package io.rolecall.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that were used last, a few at most. Thread-safe.
 *
 * @param <K> what they are found by
 * @param <V> the values
 */
public final class Recent<K, V> {

  private final int most;
  private final Map<K, V> values = new LinkedHashMap<>(8, 0.75f, true);

  /**
   * Remembers nothing yet.
   *
   * @param most how many values are remembered
   */
  public Recent(int most) {
    this.most = most;
  }

  /**
   * A value that is remembered.
   *
   * @param key what it is found by
   * @return the value; null if it was never put, or others came since
   */
  public synchronized @Nullable V find(K key) {
    return values.get(key);
  }

  /**
   * Remembers a value, perhaps instead of the one that was not used for longest.
   *
   * @param key what it is found by
   * @param value the value
   */
  public synchronized void put(K key, V value) {
    values.put(key, value);
    if (values.size() > most) {
      values.remove(values.keySet().iterator().next());
    }
  }
}
