package io.rolecall.iam.page;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where arrows go up and down between two columns: those of one box together, and those of two
 * boxes side by side where they would meet.
 */
final class Tracks {

  private static final int FIRST = 18;
  private static final int STEP = 10;
  private static final int BEHIND = 30;

  /** So many are side by side; more would leave no room for boxes. */
  private static final int MOST = 40;

  private final Map<List<Object>, Integer> tracks = new HashMap<>();
  private final Map<Integer, Integer> counts = new HashMap<>();

  /** From where to where arrows of one box go, and where they leave it. */
  private record Trunk(List<Object> key, int leaves, int from, int to) {

    Trunk and(Trunk other) {
      return new Trunk(key, leaves, Math.min(from, other.from), Math.max(to, other.to));
    }

    boolean meets(Trunk other) {
      return from < other.to + Rows.APART && other.from < to + Rows.APART;
    }
  }

  Tracks(Rows rows, Picture picture) {
    Map<Integer, Map<List<Object>, Trunk>> byColumn = new LinkedHashMap<>();
    for (Arrow arrow : picture.arrows()) {
      int leaves = rows.leaves(arrow);
      int arrives = arrow.isForward() ? rows.arrives(arrow) : rows.top(arrow.to()) - Rows.APART;
      if (leaves != arrives) {
        Trunk trunk =
            new Trunk(key(arrow), leaves, Math.min(leaves, arrives), Math.max(leaves, arrives));
        byColumn
            .computeIfAbsent(behind(arrow, picture), c -> new LinkedHashMap<>())
            .merge(trunk.key, trunk, Trunk::and);
      }
    }
    byColumn.forEach((column, trunks) -> counts.put(column, place(trunks)));
  }

  private static List<Object> key(Arrow arrow) {
    return List.of(
        arrow.from().key(),
        arrow.to().kind() == Box.Kind.PLACE,
        arrow.isForeign(),
        arrow.isForward());
  }

  /**
   * The column behind which an arrow turns: its own if it goes to a role, whose row has no other
   * box before it; the last one if it goes to a place, whose row a role may have, too.
   */
  static int behind(Arrow arrow, Picture picture) {
    return arrow.to().kind() == Box.Kind.PLACE ? picture.depth() : arrow.from().depth();
  }

  /** Those that leave lower are nearer to their boxes: most go down, and cross fewer so. */
  private int place(Map<List<Object>, Trunk> trunks) {
    List<Trunk> sorted = new ArrayList<>(trunks.values());
    sorted.sort(Comparator.comparing(Trunk::leaves).reversed());
    List<List<Trunk>> side = new ArrayList<>();
    for (Trunk trunk : sorted) {
      int track = 0;
      while (track < side.size() && side.get(track).stream().anyMatch(trunk::meets)) {
        track++;
      }
      if (track == side.size()) {
        side.add(new ArrayList<>());
      }
      side.get(track).add(trunk);
      tracks.put(trunk.key, track % MOST);
    }
    return Math.min(side.size(), MOST);
  }

  /** How much is between a column and the next. */
  int width(int column) {
    return FIRST + counts.getOrDefault(column, 0) * STEP + BEHIND;
  }

  /** How far behind the right side of its column an arrow turns. */
  int of(Arrow arrow) {
    return FIRST + requireNonNull(tracks.getOrDefault(key(arrow), 0)) * STEP;
  }
}
