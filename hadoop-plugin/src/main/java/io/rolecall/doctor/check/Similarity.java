package io.rolecall.doctor.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody may have meant. */
public final class Similarity {

  private Similarity() {}

  /** The closest of the names, if it is close: a third of its letters may differ. */
  public static Optional<String> closest(String name, Collection<String> names) {
    return names.stream()
        .filter(other -> !other.equals(name))
        .filter(other -> distance(name, other) <= Math.max(1, other.length() / 3))
        .min(Comparator.comparingInt((String other) -> distance(name, other)));
  }

  /** How many letters have to be changed, put in or left out (Levenshtein). */
  static int distance(String one, String two) {
    int[] row = new int[two.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= two.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[two.length()];
  }
}
