package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicySize;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.iam.policy.RolePolicies;
import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.route.ScopedLocation;
import io.rolecall.route.SessionTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What routes need of one role. Not thread-safe. */
final class RoleNeeds {

  /** AWS has no role whose MaxSessionDuration is shorter. */
  private static final Duration LEAST_DURATION = Duration.ofHours(1);

  private final RoleArn role;
  private final Map<Caller, Asked> callers =
      new TreeMap<>(Comparator.comparing(Caller::type).thenComparing(Caller::arn));
  private final Reached reached = new Reached();
  private final Set<String> routed = new TreeSet<>();
  private final AssumedRoles assumes = new AssumedRoles();
  private Duration duration = LEAST_DURATION;

  RoleNeeds(RoleArn role) {
    this.role = role;
  }

  /** How one caller asks for the role. */
  private static final class Asked {
    private final Set<String> externalIds = new TreeSet<>();
    private final Set<String> tags = new TreeSet<>();
    private final Set<String> guarded = new TreeSet<>();
    private final Set<String> unguarded = new TreeSet<>();
    private boolean sourceIdentity;
  }

  /** The roles that a session of this one assumes. */
  AssumedRoles assumes() {
    return assumes;
  }

  /** The locations that a session of this one reaches. */
  Reached reached() {
    return reached;
  }

  /** Somebody assumes the role for a place, of which messages speak. */
  void isAssumed(Caller caller, Access.Role link, String place) {
    routed.add(place);
    SessionTerms terms = link.terms();
    Asked asked = callers.computeIfAbsent(caller, c -> new Asked());
    link.externalId().ifPresent(asked.externalIds::add);
    (link.externalId().isPresent() ? asked.guarded : asked.unguarded).add(place);
    asked.tags.addAll(terms.tags().keySet());
    asked.sourceIdentity |= terms.sourceIdentity().isPresent();
    duration = terms.duration().compareTo(duration) > 0 ? terms.duration() : duration;
  }

  /** Where an external id keeps nobody out, as another route asks without: a sentence each. */
  List<String> unguarded() {
    List<String> unguarded = new ArrayList<>();
    callers.forEach(
        (caller, asked) -> {
          if (!asked.guarded.isEmpty() && !asked.unguarded.isEmpty()) {
            unguarded.add(
                PolicySize.some(asked.unguarded)
                    + (asked.unguarded.size() == 1 ? " asks for " : " ask for ")
                    + role
                    + " without an external id, so that its trust policy demands none of "
                    + caller.arn()
                    + ", and that of "
                    + PolicySize.some(asked.guarded)
                    + " guards nothing. Give "
                    + (asked.unguarded.size() == 1 ? "it" : "them")
                    + " the external id, or another role");
          }
        });
    return unguarded;
  }

  /** What the role's own session is in the policies of others. */
  Caller itself() {
    return Caller.principal(role.toString());
  }

  RolePolicies policies(Set<S3Location> all) {
    return new RolePolicies(
        role.toString(),
        duration.toSeconds(),
        PolicySize.trust(role.toString(), PolicyDocument.of(trust()), routed),
        PolicySize.role(
                role.toString(), reached.locations(), locations -> permissions(locations, all))
            .orElse(null));
  }

  private List<PolicyStatement> permissions(List<ScopedLocation> locations, Set<S3Location> all) {
    List<PolicyStatement> permissions =
        new ArrayList<>(Reached.permissions(role.partition(), locations, all));
    permissions.addAll(assumes.statements());
    return permissions;
  }

  private List<PolicyStatement> trust() {
    List<PolicyStatement> statements = new ArrayList<>();
    callers.forEach(
        (caller, asked) -> {
          if (!asked.unguarded.isEmpty()) {
            statements.add(TrustStatements.assume(caller, Optional.empty()));
          }
          for (String id : asked.externalIds) {
            statements.add(TrustStatements.assume(caller, Optional.of(id)));
          }
          if (!asked.tags.isEmpty()) {
            statements.add(TrustStatements.tag(caller, asked.tags));
          }
          if (asked.sourceIdentity) {
            statements.add(TrustStatements.setSourceIdentity(caller));
          }
        });
    return statements;
  }
}
