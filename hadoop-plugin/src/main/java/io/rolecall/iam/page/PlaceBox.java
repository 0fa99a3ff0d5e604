package io.rolecall.iam.page;

import io.rolecall.iam.Reach;
import io.rolecall.route.KmsKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A location in the picture, or those that one role has in a bucket, if it has many. */
final class PlaceBox {

  /** A role with more locations than these has one box for each bucket, or one for all. */
  private static final int MANY = 10;

  /** The routes of one location that have a line of their own. */
  private static final int LINES = 8;

  private static final int KEYS = 3;
  private static final String SEVERAL = "several buckets";

  private final String key;
  private final String name;
  private final boolean isGroup;
  private final List<ShownRoute> routes = new ArrayList<>();

  private PlaceBox(Collection<String> key, String name, boolean isGroup) {
    this.key = "place " + String.join(" ", key);
    this.name = name;
    this.isGroup = isGroup;
  }

  /**
   * Where an arrow ends.
   *
   * @param actor where it begins
   * @param line the line of the box
   */
  record Arrival(String actor, int line) {}

  /** Those of all routes, in the same order. */
  static Collection<PlaceBox> of(List<ShownRoute> routes) {
    Map<String, Set<String>> places = new HashMap<>();
    Map<String, Set<String>> buckets = new HashMap<>();
    for (ShownRoute route : routes) {
      String actor = Actor.last(route.reach());
      places.computeIfAbsent(actor, a -> new TreeSet<>()).add(route.reach().place());
      buckets.computeIfAbsent(actor, a -> new TreeSet<>()).add(bucket(route));
    }
    Map<List<String>, PlaceBox> all = new LinkedHashMap<>();
    for (ShownRoute route : routes) {
      String actor = Actor.last(route.reach());
      if (places.getOrDefault(actor, Set.of()).size() <= MANY) {
        String place = route.reach().place();
        all.computeIfAbsent(List.of(place), key -> new PlaceBox(key, named(place), false))
            .routes
            .add(route);
      } else {
        int count = buckets.getOrDefault(actor, Set.of()).size();
        String of = count <= MANY ? bucket(route) : SEVERAL;
        all.computeIfAbsent(List.of(actor, route.owner(), of), key -> new PlaceBox(key, of, true))
            .routes
            .add(route);
      }
    }
    all.values().forEach(PlaceBox::sort);
    return all.values();
  }

  /** First the role beside which the place is set, so that its arrow is straight. */
  private void sort() {
    String owner = routes.get(0).owner();
    routes.sort(
        Comparator.comparing(
                (ShownRoute route) -> !route.reach().account().orElse("").equals(owner))
            .thenComparing(route -> route.reach().steps().size())
            .thenComparing(route -> Actor.last(route.reach())));
  }

  private static String bucket(ShownRoute route) {
    return route
        .reach()
        .allowed()
        .map(allowed -> "s3a://" + allowed.location().bucket())
        .orElseGet(() -> named(route.reach().place()));
  }

  /** What a place is called on the page. */
  static String named(String place) {
    return place.equals(Reach.EVERY_OTHER) ? "every other bucket" : place;
  }

  Box box() {
    List<Box.Line> lines = new ArrayList<>();
    if (isGroup) {
      lines.add(group());
    } else {
      int shown = routes.size() <= LINES ? routes.size() : LINES - 1;
      routes.subList(0, shown).forEach(route -> lines.add(line(route)));
      if (shown < routes.size()) {
        lines.add(new Box.Line("", "and " + (routes.size() - shown) + " more, in the table"));
      }
    }
    Set<KmsKey> keys = new TreeSet<>();
    routes.forEach(route -> keys.addAll(route.keys()));
    keys.stream().limit(keys.size() <= KEYS ? KEYS : KEYS - 1).forEach(key -> lines.add(line(key)));
    if (keys.size() > KEYS) {
      lines.add(new Box.Line("", "and " + (keys.size() - KEYS + 1) + " more KMS keys"));
    }
    return new Box(key, Box.Kind.PLACE, routes.get(0).owner(), 0, name, lines);
  }

  private Box.Line group() {
    Set<String> places = new TreeSet<>();
    Set<String> may = new TreeSet<>();
    boolean forEverybody = true;
    for (ShownRoute route : routes) {
      places.add(route.reach().place());
      may.add(route.may());
      forEverybody &= route.isForEverybody();
    }
    return new Box.Line(
        String.join(", ", may),
        Words.count(places.size(), "location")
            + (name.equals(SEVERAL) ? " in them" : " in it")
            + (forEverybody ? "" : ", some for named users or groups"));
  }

  private static Box.Line line(ShownRoute route) {
    List<String> who = new ArrayList<>();
    if (route.isForEverybody()) {
      who.add("every user");
    }
    if (!route.users().isEmpty()) {
      who.add((route.users().size() == 1 ? "user " : "users ") + list(route.users()));
    }
    if (!route.groups().isEmpty()) {
      who.add((route.groups().size() == 1 ? "group " : "groups ") + list(route.groups()));
    }
    if (!route.sets().isEmpty()) {
      who.add("only " + list(route.sets()));
    }
    return new Box.Line(route.may(), String.join("; ", who));
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names.stream().map(Visible::of).toList());
  }

  private static Box.Line line(KmsKey key) {
    String id = key.arn().substring(key.arn().indexOf(":key/") + 5);
    return new Box.Line("", "KMS key of " + key.account() + ": " + id);
  }

  List<Arrival> arrivals() {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      int last = isGroup ? 0 : Math.min(routes.size(), LINES) - 1;
      arrivals.add(new Arrival(Actor.last(routes.get(i).reach()), Math.min(i, last)));
    }
    return arrivals;
  }
}
