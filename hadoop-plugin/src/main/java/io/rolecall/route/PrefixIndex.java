package io.rolecall.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by prefix, to be found by the beginnings of keys without cutting these out: a hash table
 * that is asked with the hash of what has been read so far. It is asked for each signed request, so
 * it reads eight bytes at a time (of UTF-8, as S3 compares keys), and looks only where a slash of
 * the key and the end of some prefix meet. Immutable.
 *
 * @param <T> the values' type
 */
final class PrefixIndex<T> {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long SLASHES = 0x2F2F2F2F2F2F2F2FL;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  /** 2^64 by the golden ratio: spreads what differs in few bits. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** How many words of a prefix lie in its slot. */
  private static final int WORDS_IN_SLOT = 7;

  private static final int SLOT = 1 + WORDS_IN_SLOT;

  /**
   * Slots, of a power of two, at most half full; what finds its slot taken goes to the next free
   * one. A slot is the prefix's length in bytes, zero if it is free, and the prefix itself, eight
   * bytes in each word, with zeros behind. In a large table this is what takes the time, to fetch
   * it from memory; so a slot is as large as what a processor fetches at once.
   */
  private final long[] slots;

  /** What of prefixes does not fit into their slots, slot by slot. */
  private final long[][] overflow;

  /** The values, slot by slot. */
  private final @Nullable T[] values;

  /** A bit for each hash, of sixteen or more per prefix: most that find nothing end here. */
  private final long[] filter;

  /** For each word, the highest bits of those bytes that follow the end of some prefix. */
  private final long[] ends;

  /** Indexes all prefixes but the empty one, which needs no search. */
  PrefixIndex(Map<String, T> byPrefix) {
    int size = 4 * Integer.highestOneBit(Math.max(2, byPrefix.size()));
    this.slots = new long[size * SLOT];
    this.overflow = new long[size][];
    Arrays.fill(overflow, new long[0]);
    this.values = newArray(size);
    this.filter = new long[size / 8];
    this.ends =
        new long
            [byPrefix.keySet().stream()
                .mapToInt(prefix -> bytes(prefix).length / Long.BYTES + 1)
                .max()
                .orElse(0)];
    byPrefix.forEach(
        (prefix, value) -> {
          if (!prefix.isEmpty()) {
            put(bytes(prefix), value);
          }
        });
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static <T> @Nullable T[] newArray(int length) {
    return (T[]) new Object[length];
  }

  private void put(byte[] prefix, T value) {
    long[] words = new long[prefix.length / Long.BYTES + 1];
    long hash = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] = i < words.length - 1 ? word(prefix, i) : rest(prefix);
      hash = extend(hash, words[i]);
    }
    ends[words.length - 1] |= 0x80L << Byte.SIZE * (prefix.length % Long.BYTES);
    filter[filterAt(hash)] |= 1L << hash;
    int at = first(hash);
    while (slots[at * SLOT] != 0) {
      at = next(at);
    }
    slots[at * SLOT] = prefix.length;
    int inSlot = Math.min(words.length, WORDS_IN_SLOT);
    System.arraycopy(words, 0, slots, at * SLOT + 1, inSlot);
    if (words.length > inSlot) {
      overflow[at] = Arrays.copyOfRange(words, inSlot, words.length);
    }
    values[at] = value;
  }

  /** The value of the longest prefix that is the key or ends before one of its slashes, or null. */
  @Nullable T longestCovering(String key) {
    byte[] bytes = bytes(key);
    int whole = bytes.length / Long.BYTES;
    T found = null;
    long hash = 0;
    for (int i = 0; i < ends.length && i <= whole; i++) {
      // The key's end counts as a slash.
      long word =
          i < whole
              ? word(bytes, i)
              : rest(bytes) | (long) '/' << Byte.SIZE * (bytes.length % Long.BYTES);
      for (long at = slashes(word) & ends[i]; at != 0; at &= at - 1) {
        int bit = Long.numberOfTrailingZeros(at) - (Byte.SIZE - 1);
        long last = word & ((1L << bit) - 1);
        T value = get(bytes, i * Long.BYTES + bit / Byte.SIZE, last, extend(hash, last));
        if (value != null) {
          found = value;
        }
      }
      hash = extend(hash, word);
    }
    return found;
  }

  private @Nullable T get(byte[] key, int length, long last, long hash) {
    if ((filter[filterAt(hash)] & 1L << hash) == 0) {
      return null;
    }
    int at = first(hash);
    for (long held = slots[at * SLOT]; held != 0; held = slots[at * SLOT]) {
      if (held == length && isIn(at, key, length / Long.BYTES, last)) {
        return values[at];
      }
      at = next(at);
    }
    return null;
  }

  /** Whether a slot's prefix is so many whole words of a key, and a last one. */
  private boolean isIn(int at, byte[] key, int whole, long last) {
    for (int i = 0; i <= whole; i++) {
      if (wordIn(at, i) != (i < whole ? word(key, i) : last)) {
        return false;
      }
    }
    return true;
  }

  private long wordIn(int at, int index) {
    return index < WORDS_IN_SLOT
        ? slots[at * SLOT + 1 + index]
        : overflow[at][index - WORDS_IN_SLOT];
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long word(byte[] bytes, int index) {
    return (long) WORDS.get(bytes, index * Long.BYTES);
  }

  /** The bytes behind the last whole word, with zeros behind them. */
  private static long rest(byte[] bytes) {
    long rest = 0;
    for (int i = bytes.length - 1; i >= bytes.length / Long.BYTES * Long.BYTES; i--) {
      rest = rest << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    return rest;
  }

  /** The highest bits of those bytes that are a slash. */
  private static long slashes(long word) {
    long others = word ^ SLASHES;
    return ~((others & LOW_BITS) + LOW_BITS | others | LOW_BITS);
  }

  /** The hash of one more word, by that of those before it. */
  private static long extend(long hash, long word) {
    long mixed = (hash ^ word) * SPREAD;
    return mixed ^ mixed >>> 32;
  }

  /** Its low six bits are the bit in the filter's word. */
  private int filterAt(long hash) {
    return (int) (hash >>> 6) & (filter.length - 1);
  }

  private int first(long hash) {
    return (int) (hash >>> 32) & (values.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (values.length - 1);
  }
}
