package io.rolecall.cli.iam;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.cli.options.NamedSet;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.iam.CallerNames;
import io.rolecall.iam.OwnersPolicies;
import io.rolecall.iam.Reach;
import io.rolecall.iam.page.ShownRoute;
import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.KeyPolicy;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedFor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What the routes need of the owners of accounts, and what has to be told besides.
 *
 * @param accounts what each owner sets
 * @param notes what the routes need besides
 * @param routes the routes for people, with the facts that the policies are made of
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record IamAnswer(
    @JsonInclude(JsonInclude.Include.ALWAYS) List<AccountPolicies> accounts,
    List<String> notes,
    @JsonIgnore List<ShownRoute> routes) {

  /** Copies the lists. */
  IamAnswer {
    accounts = List.copyOf(accounts);
    notes = List.copyOf(notes);
    routes = List.copyOf(routes);
  }

  /** A route of a declared set. */
  private record OfSet(String set, RoutesOfUsers.One one) {

    static List<OfSet> all(
        RouteBook set,
        Function<RouteBook, List<RoutedFor>> of,
        RoutesOfUsers users,
        Set<String> notes)
        throws CommandFailure {
      return users.of(NamedSet.read(set, of), set.conf(), notes).stream()
          .map(route -> new OfSet(set.name(), route))
          .toList();
    }

    Route route() {
      return one.route();
    }

    void add(OwnersPolicies policies, ShownRoutes shown, Set<String> notes) {
      Reach reach =
          route()
              .place()
              .match(
                  location -> policies.add(location, route().access(), one.scope()),
                  client -> {
                    notes.add(
                        client
                            + ": what its role needs of the service is not in the routes. Write its"
                            + " permissions by hand");
                    return policies.add(client, route().access());
                  });
      show(reach, shown);
    }

    /** A place that is closed to all who are named is denied to others, and nobody reaches it. */
    void show(Reach reach, ShownRoutes shown) {
      if (RoutesOfUsers.why(route()).isEmpty()) {
        shown.add(reach, one.audience(), set);
      }
    }
  }

  /**
   * What the routes of a configuration need.
   *
   * @param conf the configuration; sets of catalogs are in it, too
   * @param names who calls, as far as the routes do not tell
   * @param storage what is said of buckets and keys
   * @param users whom roles that depend on who calls are written out for
   * @throws CommandFailure if the routes cannot be read, or what is said of buckets and keys cannot
   *     be used
   */
  static IamAnswer of(
      Configuration conf, CallerNames names, StorageOptions storage, RoutesOfUsers users)
      throws CommandFailure {
    List<RouteBook> sets = DeclaredSets.of(conf).all();
    Set<String> notes = new LinkedHashSet<>();
    List<OfSet> routes = new ArrayList<>();
    List<OfSet> everyOther = new ArrayList<>();
    for (RouteBook set : sets) {
      routes.addAll(OfSet.all(set, RouteBook::all, users, notes));
      everyOther.addAll(OfSet.all(set, RouteBook::everyOther, users, notes));
    }
    ShownRoutes shown = new ShownRoutes();
    Set<S3Location> locations =
        new LinkedHashSet<>(locations(routes.stream().map(each -> each.route().place())));
    OwnersPolicies policies =
        new OwnersPolicies(
            names,
            storage.read(
                sets.stream().map(RouteBook::conf).toList(),
                locations,
                isOfAws(routes, everyOther),
                notes));
    for (OfSet each : routes) {
      each.add(policies, shown, notes);
    }
    for (OfSet route : everyOther) {
      route.show(policies.addEveryOther(route.route().access()), shown);
      if (RoutesOfUsers.why(route.route()).isPresent()) {
        continue;
      }
      notes.add(
          "every other bucket: "
              + route.route().access()
              + " gets no permission of S3 here but for buckets that routes name; it would be one"
              + " for all buckets. Name the buckets in routes, or write its permissions by hand");
    }
    if (sets.size() > 1) {
      for (RouteBook set : sets) {
        notes.addAll(
            policies.leave(
                new HashSet<>(locations(set.all().stream().map(RoutedFor::place))), set.name()));
      }
    }
    notes.addAll(shown.inSeveralAccounts());
    policies.pathlessCaller().ifPresent(notes::add);
    notes.addAll(policies.wider());
    List<AccountPolicies> accounts = policies.byAccount();
    accounts.forEach(owner -> notes.addAll(owner.longOnes()));
    if (policies.baseIdentities().size() > 1) {
      notes.add(
          "the routes have several base identities, and all of them stand for --principal here: "
              + String.join(", ", policies.baseIdentities()));
    }
    return new IamAnswer(accounts, List.copyOf(notes), shown.all(sets.size()));
  }

  private static List<S3Location> locations(Stream<Place> places) {
    return places.flatMap(place -> place.toLocation().stream()).toList();
  }

  /** Other stores call accounts as they like, and say so by the partition of their roles. */
  private static boolean isOfAws(List<OfSet> routes, List<OfSet> everyOther) {
    return Stream.concat(routes.stream(), everyOther.stream())
        .flatMap(route -> partition(route.route()).stream())
        .allMatch(partition -> partition.startsWith("aws"));
  }

  private static Optional<String> partition(Route route) {
    return route
        .access()
        .match(
            role -> Optional.of(role.role().partition()),
            base -> Optional.empty(),
            anonymous -> Optional.empty(),
            nobody -> Optional.empty());
  }

  /** What one owner sets. */
  IamAnswer ofAccount(String account) throws CommandFailure {
    List<AccountPolicies> its =
        accounts.stream().filter(owner -> owner.account().equals(account)).toList();
    if (its.isEmpty()) {
      throw CommandFailure.usage(
          "--account '" + account + "': the routes need nothing of it. They do of " + ids());
    }
    return new IamAnswer(its, notes, routes);
  }

  /** All accounts that something is needed of. */
  String ids() {
    return accounts.stream().map(AccountPolicies::account).collect(Collectors.joining(", "));
  }

  /** The notes, and what documents of a format have no place for. */
  List<String> notes(IamFormat chosen) {
    List<String> all = new ArrayList<>(notes);
    if (chosen.isPerAccount()) {
      for (AccountPolicies owner : accounts) {
        for (KeyPolicy key : owner.keys()) {
          all.add(
              "the policy of the key "
                  + key.key()
                  + " is not in the document, which would replace it whole. 'rolecall iam' without"
                  + " --format shows the statements to add");
        }
      }
    }
    return all;
  }
}
