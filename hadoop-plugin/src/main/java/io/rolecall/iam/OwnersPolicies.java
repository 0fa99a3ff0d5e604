package io.rolecall.iam;

import io.rolecall.iam.policy.AccountPolicies;
import io.rolecall.iam.policy.BasePolicies;
import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicySize;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.iam.policy.RolePolicies;
import io.rolecall.iam.policy.UnwritablePolicyException;
import io.rolecall.route.Access;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.NamedClient;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what routes need of all accounts. Not thread-safe. */
public final class OwnersPolicies {

  private final CallerNames names;
  private final Storage storage;
  private final Map<String, RoleNeeds> roles = new TreeMap<>();
  private final Map<String, String> accounts = new TreeMap<>();
  private final AssumedRoles byBase = new AssumedRoles();
  private final Reached ofBase = new Reached();
  private final Set<String> baseIdentities = new TreeSet<>();

  /** Every location of S3, whoever has it. */
  private final Set<S3Location> all = new TreeSet<>(Comparator.comparing(S3Location::toString));

  private @Nullable Caller base;

  /**
   * Nothing is needed yet.
   *
   * @param names what the routes do not tell of identities
   * @param storage what they do not tell of buckets
   */
  public OwnersPolicies(CallerNames names, Storage storage) {
    this.names = names;
    this.storage = storage;
  }

  /**
   * Adds what a location of S3 needs.
   *
   * @param location the location
   * @param access how its route accesses it
   * @param scoped what its jobs do there; empty if the route does not say
   * @return the same for people
   * @throws UnknownCallerException if nobody told who assumes its first role
   */
  public Reach add(S3Location location, Access access, Optional<ScopedLocation> scoped) {
    all.add(location);
    String place = location.toString();
    ScopedLocation needed = storage.needs(location, scoped);
    Reaching reaching = new Reaching(place, storage, Optional.of(needed));
    return access.match(
        role -> {
          needs(role).reached().add(needed);
          return reaching.by(role, assumed(role, place), scoped.isPresent());
        },
        own -> {
          ScopedLocation unscoped = storage.needs(location, Optional.empty());
          ofBase.add(unscoped);
          return new Reaching(place, storage, Optional.of(unscoped))
              .by(ownAccess(own.identity(), place));
        },
        anonymous -> reaching.unsigned(),
        nobody -> reaching.unsigned());
  }

  /**
   * Adds what a client of another service needs, for whose permissions nothing can be written: its
   * roles are only assumed.
   *
   * @param client the client
   * @param access how its route accesses it
   * @return the same for people
   * @throws UnknownCallerException if nobody told who assumes its first role
   */
  public Reach add(NamedClient client, Access access) {
    return addUnwritten(client.toString(), access);
  }

  /**
   * Adds what the buckets without a route of their own need: a permission would be one for all
   * buckets, so their roles are only assumed.
   *
   * @param access how the route of every other bucket accesses them
   * @return the same for people
   * @throws UnknownCallerException if nobody told who assumes its first role
   */
  public Reach addEveryOther(Access access) {
    return addUnwritten(Reach.EVERY_OTHER, access);
  }

  private Reach addUnwritten(String place, Access access) {
    Reaching reaching = new Reaching(place, storage, Optional.empty());
    return access.match(
        role -> reaching.by(role, assumed(role, place), false),
        own -> reaching.by(ownAccess(own.identity(), place)),
        anonymous -> reaching.unsigned(),
        nobody -> reaching.unsigned());
  }

  private Caller ownAccess(IdentitySource identity, String place) {
    Caller own = names.base("the base identity accesses " + place + " itself");
    base = own;
    baseIdentities.add(identity.toString());
    return own;
  }

  /** Who is at the start of the chain. */
  private Caller assumed(Access.Role last, String place) {
    Access.Role link = last;
    for (Access.Role before = link.through(); before != null; before = link.through()) {
      isAssumed(link, Caller.principal(before.role().toString()), needs(before).assumes(), place);
      link = before;
    }
    Caller first = names.of(link.by(), link.role());
    if (first.isPrincipal()) {
      base = first;
      baseIdentities.add(link.by().toString());
    }
    isAssumed(link, first, byBase, place);
    return first;
  }

  private void isAssumed(Access.Role link, Caller caller, AssumedRoles assumes, String place) {
    needs(link).isAssumed(caller, link, place);
    if (caller.isPrincipal() && !caller.account().equals(link.role().account())) {
      assumes.add(link);
    }
  }

  private RoleNeeds needs(Access.Role role) {
    String arn = role.role().toString();
    accounts.put(arn, role.role().account());
    return roles.computeIfAbsent(arn, a -> new RoleNeeds(role.role()));
  }

  /**
   * The base identities that are at the start of chains, all of which stand for one principal.
   *
   * @return what is said of them in messages
   */
  public Set<String> baseIdentities() {
    return Collections.unmodifiableSet(baseIdentities);
  }

  /**
   * Leaves undenied what a declared set has no route of its own for, but one around it: whoever has
   * that one needs it there.
   *
   * @param locations those of S3 that the set has routes for
   * @param set the set's name; empty for that of all
   * @return a sentence for each
   */
  public List<String> leave(Set<S3Location> locations, String set) {
    List<String> left = new ArrayList<>();
    for (S3Location location : List.copyOf(all)) {
      if (!locations.contains(location)
          && locations.stream().anyMatch(around -> Storage.covers(around, location))) {
        all.remove(location);
        left.add(
            location
                + " is not a route of its own everywhere: "
                + (set.isEmpty() ? "the configuration of all" : set)
                + " leaves it to the route around it, so that no role is denied it. Give it the"
                + " same route there");
      }
    }
    return left;
  }

  /**
   * Whether the base identity is a role of IAM Identity Center without its path.
   *
   * @return a sentence; empty if it is not
   */
  public Optional<String> pathlessCaller() {
    return base != null && base.lacksItsPath()
        ? Optional.of(
            base.arn()
                + " is a role of IAM Identity Center, whose path STS leaves out: IAM refuses"
                + " policies that name it so. Give --principal the ARN that 'aws iam get-role'"
                + " prints for it")
        : Optional.empty();
  }

  /**
   * Where a policy is wider than the routes, because IAM denies a prefix with all that is below.
   *
   * @return a sentence for each
   */
  public List<String> wider() {
    List<String> wider = new ArrayList<>();
    roles.forEach(
        (arn, needs) -> {
          wider.addAll(needs.unguarded());
          wider.addAll(needs.reached().wider(arn, all));
        });
    if (base != null) {
      wider.addAll(ofBase.wider(base.arn(), all));
    }
    return wider;
  }

  /**
   * What each owner sets.
   *
   * @return by account
   * @throws UnwritablePolicyException if AWS would not take a policy
   */
  public List<AccountPolicies> byAccount() {
    Map<String, List<RolePolicies>> byAccount = new TreeMap<>();
    ForeignResources others = new ForeignResources();
    roles.forEach(
        (arn, needs) -> {
          byAccount
              .computeIfAbsent(accounts.getOrDefault(arn, ""), a -> new ArrayList<>())
              .add(needs.policies(all));
          needs.reached().ofOthers(needs.itself(), storage, others);
        });
    if (base != null) {
      byAccount.computeIfAbsent(base.account(), a -> new ArrayList<>());
      ofBase.ofOthers(base, storage, others);
    }
    others.accounts().forEach(account -> byAccount.computeIfAbsent(account, a -> List.of()));
    requireRoom(byAccount.values());
    List<AccountPolicies> owners = new ArrayList<>();
    byAccount.forEach(
        (account, policies) ->
            owners.add(
                new AccountPolicies(
                    account,
                    policies,
                    base != null && base.account().equals(account) ? ofBase(base) : null,
                    others.bucketsOf(account),
                    others.keysOf(account))));
    return owners;
  }

  /** The base identity may be a role of routes, too. */
  private void requireRoom(Collection<List<RolePolicies>> roles) {
    if (base != null) {
      BasePolicies own = ofBase(base);
      roles.stream()
          .flatMap(List::stream)
          .filter(role -> role.role().equals(own.principal()))
          .forEach(role -> PolicySize.requireRoom(role, own));
    }
  }

  private BasePolicies ofBase(Caller identity) {
    String partition = identity.arn().split(":", -1)[1];
    List<PolicyStatement> permissions = new ArrayList<>(byBase.statements());
    permissions.addAll(ofBase.permissions(partition, all));
    return PolicySize.base(
        new BasePolicies(
            identity.arn(), permissions.isEmpty() ? null : PolicyDocument.of(permissions)));
  }
}
