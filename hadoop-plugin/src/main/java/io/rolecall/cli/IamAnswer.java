package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.cli.options.CommandFailure;
import io.rolecall.declaration.DeclaredSets;
import io.rolecall.iam.AccountPolicies;
import io.rolecall.iam.CallerNames;
import io.rolecall.iam.KeyPolicy;
import io.rolecall.iam.OwnersPolicies;
import io.rolecall.route.Access;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What the routes need of the owners of accounts, and what has to be told besides.
 *
 * @param accounts what each owner sets
 * @param notes what the routes need besides
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record IamAnswer(
    @JsonInclude(JsonInclude.Include.ALWAYS) List<AccountPolicies> accounts, List<String> notes) {

  /** Copies the lists. */
  IamAnswer {
    accounts = List.copyOf(accounts);
    notes = List.copyOf(notes);
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
    List<RoutesOfUsers.One> routes = new ArrayList<>();
    List<RoutesOfUsers.One> everyOther = new ArrayList<>();
    for (RouteBook set : sets) {
      routes.addAll(users.of(NamedSet.read(set, RouteBook::all), set.conf(), notes));
      everyOther.addAll(users.of(NamedSet.read(set, RouteBook::everyOther), set.conf(), notes));
    }
    Set<S3Location> locations =
        new LinkedHashSet<>(locations(routes.stream().map(one -> one.route().place())));
    OwnersPolicies policies =
        new OwnersPolicies(
            names,
            storage.read(
                sets.stream().map(RouteBook::conf).toList(),
                locations,
                isOfAws(routes, everyOther),
                notes));
    for (RoutesOfUsers.One routed : routes) {
      add(routed, policies, notes);
    }
    for (RoutesOfUsers.One routed : everyOther) {
      policies.addEveryOther(routed.route().access());
      notes.add(
          "every other bucket: "
              + routed.route().access()
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
    policies.pathlessCaller().ifPresent(notes::add);
    notes.addAll(policies.wider());
    List<AccountPolicies> accounts = policies.byAccount();
    accounts.forEach(owner -> notes.addAll(owner.longOnes()));
    if (policies.baseIdentities().size() > 1) {
      notes.add(
          "the routes have several base identities, and all of them stand for --principal here: "
              + String.join(", ", policies.baseIdentities()));
    }
    return new IamAnswer(accounts, List.copyOf(notes));
  }

  private static List<S3Location> locations(Stream<Place> places) {
    return places.flatMap(place -> place.toLocation().stream()).toList();
  }

  private static void add(RoutesOfUsers.One routed, OwnersPolicies policies, Set<String> notes) {
    Access access = routed.route().access();
    Place place = routed.route().place();
    place.toLocation().ifPresent(location -> policies.add(location, access, routed.scope()));
    place
        .toClient()
        .ifPresent(
            client -> {
              policies.add(client, access);
              notes.add(
                  client
                      + ": what its role needs of the service is not in the routes. Write its"
                      + " permissions by hand");
            });
  }

  /** Other stores call accounts as they like, and say so by the partition of their roles. */
  private static boolean isOfAws(
      List<RoutesOfUsers.One> routes, List<RoutesOfUsers.One> everyOther) {
    return Stream.concat(routes.stream(), everyOther.stream())
        .flatMap(routed -> partition(routed.route()).stream())
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
    return new IamAnswer(its, notes);
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
