package io.rolecall.mappings;

import io.rolecall.mappings.ImportedRoutes.Document;
import io.rolecall.mappings.ImportedRoutes.Entry;
import io.rolecall.mappings.Mapping.Target;
import io.rolecall.route.S3Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns a list in which the first mapping that fits decides into routes. For each location that the
 * list names, and for all others, it writes down what the list says there to each user, each group,
 * and everybody else.
 */
final class FirstMatch {

  private static final String EVERY_BUCKET = "s3a://*";

  private final List<Mapping> mappings;
  private final Optional<Target> otherwise;
  private final Set<String> differences = new LinkedHashSet<>();

  /**
   * A list.
   *
   * @param mappings the mappings in their order
   * @param otherwise who accesses what no mapping fits; empty if nobody does
   */
  FirstMatch(List<Mapping> mappings, Optional<Target> otherwise) {
    this.mappings = List.copyOf(mappings);
    this.otherwise = otherwise;
  }

  /** What the list says at one place. */
  private record Verdict(
      Map<String, Target> users, Map<String, Target> groups, Optional<Target> everybody) {

    boolean isEmpty() {
      return users.isEmpty() && groups.isEmpty() && everybody.isEmpty();
    }
  }

  /**
   * What became of the list.
   *
   * @param document the routes
   * @param differences what they do otherwise, each a sentence
   */
  record Result(Document document, List<String> differences) {}

  /** The routes, and what they do otherwise. */
  Result routes() {
    List<Entry> entries = new ArrayList<>();
    Map<S3Location, Verdict> verdicts = new LinkedHashMap<>();
    mappings.stream()
        .flatMap(mapping -> mapping.location().stream())
        .distinct()
        .sorted(Comparator.comparing(S3Location::toString))
        .forEach(place -> verdicts.put(place, verdict(Optional.of(place))));
    Verdict elsewhere = verdict(Optional.empty());
    verdicts.forEach(
        (place, verdict) -> {
          if (!verdict.equals(around(place, verdicts).orElse(elsewhere))) {
            write(place.toString(), verdict, entries);
          }
        });
    if (!elsewhere.isEmpty()) {
      write(EVERY_BUCKET, elsewhere, entries);
    }
    sayWhereExecutorsAreRefused(entries);
    return new Result(new Document(entries), List.copyOf(differences));
  }

  private void sayWhereExecutorsAreRefused(List<Entry> entries) {
    Set<String> places = new TreeSet<>();
    entries.stream()
        .filter(entry -> entry.identity() != null)
        .forEach(entry -> places.add(entry.location()));
    if (!places.isEmpty()) {
      differences.add(
          "routed to the base identity: "
              + String.join(", ", places)
              + ". The driver alone has it, and executors are refused there: name a role for what"
              + " they read or write");
    }
  }

  /** What is said of the closest place that holds another one. */
  private static Optional<Verdict> around(S3Location place, Map<S3Location, Verdict> verdicts) {
    String prefix = place.prefix();
    while (!prefix.isEmpty()) {
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
      Verdict verdict = verdicts.get(new S3Location(place.bucket(), prefix));
      if (verdict != null) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }

  private Verdict verdict(Optional<S3Location> place) {
    Verdict verdict = new Verdict(new LinkedHashMap<>(), new LinkedHashMap<>(), otherwise);
    for (Mapping mapping : mappings) {
      if (!mapping.covers(place)) {
        continue;
      }
      if (mapping.isForEverybody()) {
        return new Verdict(verdict.users, verdict.groups, Optional.of(mapping.target()));
      }
      for (String user : mapping.users()) {
        compareWithGroups(user, mapping, verdict);
        verdict.users.putIfAbsent(user, mapping.target());
      }
      for (String group : mapping.groups()) {
        compareGroups(group, mapping, verdict);
        verdict.groups.putIfAbsent(group, mapping.target());
      }
    }
    return verdict;
  }

  private void compareWithGroups(String user, Mapping mapping, Verdict verdict) {
    if (!verdict.users.containsKey(user)) {
      verdict.groups.forEach(
          (group, target) -> {
            if (!target.equals(mapping.target())) {
              differences.add(
                  "mapping %d: user '%s', if in group '%s', was given the group's role by an earlier mapping; a route for the user goes before one for a group"
                      .formatted(mapping.number(), user, group));
            }
          });
    }
  }

  private void compareGroups(String group, Mapping mapping, Verdict verdict) {
    if (!verdict.groups.containsKey(group)) {
      verdict.groups.forEach(
          (other, target) -> {
            if (!target.equals(mapping.target())) {
              differences.add(
                  "mapping %d: whoever is in the groups '%s' and '%s' was given the role of '%s'; with routes, such a user is refused as ambiguous until a route names the user"
                      .formatted(mapping.number(), other, group, other));
            }
          });
    }
  }

  private static void write(String place, Verdict verdict, List<Entry> entries) {
    Map<Target, Set<String>> users = byTarget(verdict.users);
    Map<Target, Set<String>> groups = byTarget(verdict.groups);
    Set<Target> targets = new LinkedHashSet<>(users.keySet());
    targets.addAll(groups.keySet());
    for (Target target : targets) {
      entries.add(entry(place, users.get(target), groups.get(target), target));
    }
    verdict.everybody.ifPresent(target -> entries.add(entry(place, null, null, target)));
  }

  private static Entry entry(
      String place, @Nullable Set<String> users, @Nullable Set<String> groups, Target target) {
    return new Entry(
        place,
        users,
        groups,
        target.role().orElse(null),
        target.role().isPresent() ? null : "base",
        target.sessionName().orElse(null));
  }

  private static Map<Target, Set<String>> byTarget(Map<String, Target> names) {
    Map<Target, Set<String>> byTarget = new LinkedHashMap<>();
    names.forEach(
        (name, target) -> byTarget.computeIfAbsent(target, absent -> new TreeSet<>()).add(name));
    return byTarget;
  }
}
