package io.rolecall.process;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;

/**
 * What is known of objects for as long as they live. Holds no object back from the garbage
 * collector: no value may hold its own. Thread-safe.
 *
 * @param <K> the objects, which must be equal to themselves alone
 * @param <V> what is known of them
 */
public final class Living<K, V> {

  private final Map<K, V> known = new WeakHashMap<>();

  /** Knows of no object yet. */
  public Living() {}

  /**
   * Remembers an object.
   *
   * @param object the object
   * @param value what is known of it
   */
  public synchronized void add(K object, V value) {
    known.put(object, value);
  }

  /**
   * Forgets an object before its time.
   *
   * @param object the object
   */
  public synchronized void remove(K object) {
    known.remove(object);
  }

  /**
   * Shows all objects that live. No lock is held meanwhile.
   *
   * @param each is given each object, and what is known of it
   */
  public void forEach(BiConsumer<? super K, ? super V> each) {
    Map<K, V> now;
    synchronized (this) {
      now = new HashMap<>(known);
    }
    now.forEach(each);
  }
}
