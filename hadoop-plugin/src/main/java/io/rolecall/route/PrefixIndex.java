package io.rolecall.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by prefix, to be found by the beginnings of keys without cutting these out: a hash table
 * that is asked with the hash of the characters read so far. It is asked for each signed request.
 * Immutable.
 *
 * <p>A large table does not fit into a processor's caches, so what a look-up costs is how often it
 * has to wait for memory. A slot is one number, and the prefixes stand in one text: what is not
 * there costs one wait, and what is there costs three.
 *
 * @param <T> the values' type
 */
final class PrefixIndex<T> {

  /** No prefix has more characters than a key can have; see {@link S3Location}. */
  private static final int LENGTH_BITS = 11;

  private static final int HASH_BITS = 32 - LENGTH_BITS;

  /** A free slot; no slot that is taken has length 0. */
  private static final long FREE = 0;

  /**
   * A power of two of them, at most half full; what finds its slot taken goes to the next free one.
   * Each has where its prefix stands in the texts, the prefix's length, and the upper bits of its
   * hash.
   */
  private final long[] slots;

  /** The value of each slot. */
  private final @Nullable T[] values;

  /** All prefixes, one after the other. */
  private final String texts;

  /** {@code lengths[n]}: is there a prefix of n characters? Most boundaries need no look-up. */
  private final boolean[] lengths;

  /** Indexes all prefixes but the empty one, which needs no search. */
  PrefixIndex(Map<String, T> byPrefix) {
    this.slots = new long[Integer.highestOneBit(Math.max(1, byPrefix.size())) * 4];
    this.values = newValues(slots.length);
    int longest = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.lengths = new boolean[longest + 1];
    StringBuilder all = new StringBuilder();
    byPrefix.forEach(
        (prefix, value) -> {
          if (!prefix.isEmpty()) {
            lengths[prefix.length()] = true;
            put(prefix, all.length(), value);
            all.append(prefix);
          }
        });
    this.texts = all.toString();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // no arrays of generic types
  private static <T> @Nullable T[] newValues(int length) {
    return (T[]) new Object[length];
  }

  private void put(String prefix, int start, T value) {
    int hash = finish(extend(0, prefix, 0, prefix.length()));
    int at = first(hash);
    while (slots[at] != FREE) {
      at = next(at);
    }
    slots[at] = (long) start << 32 | tag(hash, prefix.length());
    values[at] = value;
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
    long tag = tag(hash, length);
    for (int at = first(hash); slots[at] != FREE; at = next(at)) {
      long slot = slots[at];
      if ((slot & 0xFFFF_FFFFL) == tag && stands((int) (slot >>> 32), key, length)) {
        return values[at];
      }
    }
    return null;
  }

  /** Whether a key's beginning is what stands at a place of the texts. */
  private boolean stands(int start, String key, int length) {
    int at = 0;
    // Four at once, as below; String.regionMatches goes one by one.
    for (; at + 3 < length; at += 4) {
      if (((texts.charAt(start + at) ^ key.charAt(at))
              | (texts.charAt(start + at + 1) ^ key.charAt(at + 1))
              | (texts.charAt(start + at + 2) ^ key.charAt(at + 2))
              | (texts.charAt(start + at + 3) ^ key.charAt(at + 3)))
          != 0) {
        return false;
      }
    }
    for (; at < length; at++) {
      if (texts.charAt(start + at) != key.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  /** The lower half of a slot. The lower bits of the hash say which slot it is. */
  private static long tag(int hash, int length) {
    return (long) length << HASH_BITS | hash >>> LENGTH_BITS;
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
    return mixed ^ (mixed >>> 16);
  }

  private int first(int hash) {
    return hash & (slots.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (slots.length - 1);
  }
}
