package io.rolecall.iam.page;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How high the boxes of a picture are: each account is a lane, with identities, then roles in the
 * order in which they are assumed. No two boxes of different columns have a row in common but for a
 * role's own places, so that an arrow to the right meets no box.
 */
final class Rows {

  /** What is between two that leave the same box, or pass by one. */
  static final int APART = 8;

  /** Above the lanes are the names of the columns. */
  private static final int HEAD = 30;

  private static final int LANE_TITLE = 34;
  private static final int LANE_GAP = 14;
  private static final int GAP = 16;

  private final Map<String, Integer> tops = new HashMap<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private int height = HEAD;

  /**
   * An account in the picture.
   *
   * @param account the account; empty for none
   * @param top where it begins
   * @param height how high it is
   */
  record Lane(String account, int top, int height) {}

  Rows(Picture picture) {
    Map<String, List<Box>> byAccount = new TreeMap<>();
    picture
        .boxes()
        .forEach(box -> byAccount.computeIfAbsent(box.account(), a -> new ArrayList<>()).add(box));
    Map<String, List<Box>> places = new HashMap<>();
    picture.arrows().stream()
        .filter(arrow -> arrow.to().kind() == Box.Kind.PLACE)
        .forEach(
            arrow ->
                places.computeIfAbsent(arrow.from().key(), k -> new ArrayList<>()).add(arrow.to()));
    List<String> accounts = new ArrayList<>(byAccount.keySet());
    accounts.sort(
        Comparator.<String, Boolean>comparing(String::isEmpty)
            .thenComparing(
                account ->
                    byAccount.getOrDefault(account, List.of()).stream()
                        .noneMatch(box -> box.kind() == Box.Kind.IDENTITY))
            .thenComparing(Comparator.naturalOrder()));
    Set<String> set = new HashSet<>();
    for (String account : accounts) {
      int top = height;
      height += LANE_TITLE;
      List<Box> boxes = new ArrayList<>(byAccount.getOrDefault(account, List.of()));
      boxes.sort(Comparator.comparing(Box::kind).thenComparing(Box::depth));
      for (Box box : boxes) {
        if (set.add(box.key())) {
          slot(box, places.getOrDefault(box.key(), List.of()), set);
        }
      }
      lanes.put(account, new Lane(account, top, height - top));
      height += LANE_GAP;
    }
  }

  /** A box, and beside it the places that it reaches in its account, if they are not set yet. */
  private void slot(Box box, List<Box> places, Set<String> set) {
    tops.put(box.key(), height);
    int bottom = height + box.height();
    int y = height;
    for (Box place : places) {
      if (place.account().equals(box.account()) && set.add(place.key())) {
        tops.put(place.key(), y);
        bottom = Math.max(bottom, y + place.height());
        y += place.height() + GAP / 2;
      }
    }
    height = bottom + GAP;
  }

  List<Lane> lanes() {
    return List.copyOf(lanes.values());
  }

  int top(Box box) {
    return requireNonNull(tops.get(box.key()));
  }

  /** Where arrows leave a box: those into other accounts a little lower. */
  int leaves(Arrow arrow) {
    return top(arrow.from()) + arrow.from().lineAt(0) + (arrow.isForeign() ? APART : 0);
  }

  int arrives(Arrow arrow) {
    return top(arrow.to()) + arrow.to().lineAt(arrow.line());
  }

  int height() {
    return height;
  }
}
