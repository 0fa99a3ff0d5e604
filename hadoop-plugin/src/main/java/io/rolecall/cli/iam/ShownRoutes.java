package io.rolecall.cli.iam;

import io.rolecall.iam.Reach;
import io.rolecall.iam.page.ShownRoute;
import io.rolecall.routes.Audience;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the routes of all declared sets for a page, each once. Not thread-safe. */
final class ShownRoutes {

  private static final String OF_ALL = "the configuration of all";

  private final Map<Route, Set<String>> sets = new LinkedHashMap<>();

  /** A route, whichever sets have it. */
  private record Route(Reach reach, Audience audience) {}

  /** Adds one of a set; the name is empty for that of all. */
  void add(Reach reach, Audience audience, String set) {
    sets.computeIfAbsent(new Route(reach, audience), r -> new TreeSet<>())
        .add(set.isEmpty() ? OF_ALL : set);
  }

  /**
   * The routes by their places; that of every other bucket is the last.
   *
   * @param all how many sets there are
   */
  List<ShownRoute> all(int all) {
    List<ShownRoute> shown = new ArrayList<>();
    sets.forEach(
        (route, names) ->
            shown.add(
                new ShownRoute(
                    route.reach(),
                    route.audience().users(),
                    route.audience().groups(),
                    names.size() == all ? Set.of() : names)));
    shown.sort(
        Comparator.comparing((ShownRoute route) -> route.reach().place().equals(Reach.EVERY_OTHER))
            .thenComparing(route -> !route.reach().place().startsWith("s3a://"))
            .thenComparing(route -> route.reach().place())
            .thenComparing(route -> route.users() + " " + route.groups())
            .thenComparing(route -> route.reach().steps().toString()));
    return shown;
  }

  /**
   * The buckets that lie in several accounts, if nobody says otherwise.
   *
   * @return a sentence for each
   */
  List<String> inSeveralAccounts() {
    Map<String, Set<String>> accounts = new TreeMap<>();
    for (Route route : sets.keySet()) {
      Reach reach = route.reach();
      reach
          .allowed()
          .ifPresent(
              allowed ->
                  reach
                      .bucketOwner()
                      .or(reach::account)
                      .ifPresent(
                          account ->
                              accounts
                                  .computeIfAbsent(
                                      allowed.location().bucket(), b -> new TreeSet<>())
                                  .add(account)));
    }
    List<String> notes = new ArrayList<>();
    accounts.forEach(
        (bucket, all) -> {
          if (all.size() > 1) {
            notes.add(
                "s3a://"
                    + bucket
                    + " is reached from the accounts "
                    + String.join(", ", all)
                    + ", and is in one of them at most: the others need its policy. Say whose it is"
                    + " with --bucket "
                    + bucket
                    + "=ACCOUNT");
          }
        });
    return notes;
  }
}
