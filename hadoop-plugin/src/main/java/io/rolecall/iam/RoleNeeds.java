package io.rolecall.iam;

import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.S3Location;
import io.rolecall.route.SessionTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
  private final Set<S3Location> locations =
      new TreeSet<>(Comparator.comparing(S3Location::toString));
  private final AssumedRoles assumes = new AssumedRoles();
  private Duration duration = LEAST_DURATION;

  RoleNeeds(RoleArn role) {
    this.role = role;
  }

  /** How one caller asks for the role. */
  private static final class Asked {
    private final Set<String> externalIds = new TreeSet<>();
    private final Set<String> tags = new TreeSet<>();
    private boolean withoutExternalId;
    private boolean sourceIdentity;
  }

  /** The roles that a session of this one assumes. */
  AssumedRoles assumes() {
    return assumes;
  }

  void reaches(S3Location location) {
    locations.add(location);
  }

  void isAssumed(Caller caller, Access.Role link) {
    SessionTerms terms = link.terms();
    Asked asked = callers.computeIfAbsent(caller, c -> new Asked());
    link.externalId().ifPresent(asked.externalIds::add);
    asked.withoutExternalId |= link.externalId().isEmpty();
    asked.tags.addAll(terms.tags().keySet());
    asked.sourceIdentity |= terms.sourceIdentity().isPresent();
    duration = terms.duration().compareTo(duration) > 0 ? terms.duration() : duration;
  }

  /** What is another's below a location, and is not denied, because this role has some below it. */
  List<S3Location> notDenied(Set<S3Location> all) {
    return LocationPermissions.notDenied(locations, all);
  }

  RolePolicies policies(Set<S3Location> all) {
    List<PolicyStatement> permissions =
        new ArrayList<>(LocationPermissions.of(role.partition(), locations, all));
    permissions.addAll(assumes.statements());
    return new RolePolicies(
        role.toString(),
        duration.toSeconds(),
        PolicyDocument.of(trust()),
        permissions.isEmpty() ? null : PolicyDocument.of(permissions));
  }

  private List<PolicyStatement> trust() {
    List<PolicyStatement> statements = new ArrayList<>();
    callers.forEach(
        (caller, asked) -> {
          if (asked.withoutExternalId) {
            statements.add(
                PolicyStatement.trust(caller, caller.action(), caller.conditions(Map.of())));
          }
          for (String id : asked.externalIds) {
            statements.add(
                PolicyStatement.trust(
                    caller, caller.action(), caller.conditions(Map.of("sts:ExternalId", id))));
          }
          if (!asked.tags.isEmpty()) {
            statements.add(
                PolicyStatement.trust(
                    caller,
                    "sts:TagSession",
                    Map.of(
                        "ForAllValues:StringEquals",
                        Map.of("aws:TagKeys", List.copyOf(asked.tags)))));
          }
          if (asked.sourceIdentity) {
            statements.add(PolicyStatement.trust(caller, "sts:SetSourceIdentity", Map.of()));
          }
        });
    return statements;
  }
}
