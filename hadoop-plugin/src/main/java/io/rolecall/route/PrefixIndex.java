package io.rolecall.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by prefix, to be found by the beginnings of keys without cutting these out: a hash table
 * that is asked with the hash of the characters read so far. It is asked for each signed request.
 * Immutable.
 *
 * @param <T> the values' type
 */
final class PrefixIndex<T> {

  /** What a slot holds. */
  private record Slot<T>(String prefix, T value) {}

  /** The hash of a free slot, and of no prefix. */
  private static final int FREE = 0;

  /** Of a power of two, at most half full; what finds its slot taken goes to the next free one. */
  private final @Nullable Slot<T>[] slots;

  /** The slots' hashes side by side: most look-ups find nothing, and need not leave this array. */
  private final int[] hashes;

  /** {@code lengths[n]}: is there a prefix of n characters? Most boundaries need no look-up. */
  private final boolean[] lengths;

  /** Indexes all prefixes but the empty one, which needs no search. */
  PrefixIndex(Map<String, T> byPrefix) {
    this.slots = newSlots(Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4);
    this.hashes = new int[slots.length];
    int longest = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.lengths = new boolean[longest + 1];
    byPrefix.forEach(
        (prefix, value) -> {
          if (!prefix.isEmpty()) {
            lengths[prefix.length()] = true;
            put(prefix, value);
          }
        });
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static <T> @Nullable Slot<T>[] newSlots(int length) {
    return new Slot[length];
  }

  private void put(String prefix, T value) {
    int hash = finish(extend(0, prefix, 0, prefix.length()));
    int at = first(hash);
    while (hashes[at] != FREE) {
      at = next(at);
    }
    hashes[at] = hash;
    slots[at] = new Slot<>(prefix, value);
  }

  /** The value of the longest prefix that is the key or ends before one of its slashes, or null. */
  @Nullable T longestCovering(String key) {
    T found = null;
    int hash = 0;
    int start = 0;
    while (true) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      if (end >= lengths.length) {
        return found;
      }
      hash = extend(hash, key, start, end);
      if (lengths[end]) {
        T value = get(key, end, finish(hash));
        if (value != null) {
          found = value;
        }
      }
      if (slash < 0) {
        return found;
      }
      hash = 31 * hash + '/';
      start = end + 1;
    }
  }

  private @Nullable T get(String key, int length, int hash) {
    for (int at = first(hash); hashes[at] != FREE; at = next(at)) {
      Slot<T> slot = hashes[at] == hash ? slots[at] : null;
      if (slot != null && slot.prefix.length() == length && key.startsWith(slot.prefix)) {
        return slot.value;
      }
    }
    return null;
  }

  /** The hash of more characters, by that of those before them. */
  private static int extend(int hash, String key, int from, int to) {
    int extended = hash;
    int at = from;
    // Four at once, so that a multiplication need not wait for the one before.
    for (; at + 3 < to; at += 4) {
      extended =
          31 * 31 * 31 * 31 * extended
              + 31 * 31 * 31 * key.charAt(at)
              + 31 * 31 * key.charAt(at + 1)
              + 31 * key.charAt(at + 2)
              + key.charAt(at + 3);
    }
    for (; at < to; at++) {
      extended = 31 * extended + key.charAt(at);
    }
    return extended;
  }

  /** Mixes, because prefixes that differ in their last characters alone have hashes close by. */
  private static int finish(int hash) {
    int mixed = hash * 0x9E3779B9;
    int finished = mixed ^ (mixed >>> 16);
    return finished == FREE ? 1 : finished;
  }

  private int first(int hash) {
    return hash & (slots.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (slots.length - 1);
  }
}
