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
  private record Slot<T>(String prefix, int hash, T value) {}

  /** Of a power of two, at most half full; what finds its slot taken goes to the next free one. */
  private final @Nullable Slot<T>[] slots;

  /** {@code lengths[n]}: is there a prefix of n characters? Most boundaries need no look-up. */
  private final boolean[] lengths;

  /** Indexes all prefixes but the empty one, which needs no search. */
  PrefixIndex(Map<String, T> byPrefix) {
    this.slots = newSlots(Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4);
    int longest = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.lengths = new boolean[longest + 1];
    byPrefix.forEach(
        (prefix, value) -> {
          if (!prefix.isEmpty()) {
            lengths[prefix.length()] = true;
            put(new Slot<>(prefix, extend(0, prefix, 0, prefix.length()), value));
          }
        });
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static <T> @Nullable Slot<T>[] newSlots(int length) {
    return new Slot[length];
  }

  private void put(Slot<T> slot) {
    int at = first(slot.hash);
    while (slots[at] != null) {
      at = next(at);
    }
    slots[at] = slot;
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
        T value = get(key, end, hash);
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
    int at = first(hash);
    for (Slot<T> slot = slots[at]; slot != null; slot = slots[at]) {
      if (slot.hash == hash && slot.prefix.length() == length && key.startsWith(slot.prefix)) {
        return slot.value;
      }
      at = next(at);
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
  private int first(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 16)) & (slots.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (slots.length - 1);
  }
}
