package io.rolecall.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is done once in the life of the process. Remembers each thing for good: they must be few,
 * and the operator's. Thread-safe.
 */
public final class Once {

  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /** Nothing has been done yet. */
  public Once() {}

  /**
   * Whether this is the first time.
   *
   * @param what what is to be done
   * @return true for one caller, whoever asks at the same time
   */
  public boolean isFirst(String what) {
    return done.add(what);
  }
}
