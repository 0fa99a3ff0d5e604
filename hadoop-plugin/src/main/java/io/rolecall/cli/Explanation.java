package io.rolecall.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rolecall.route.Access;
import io.rolecall.route.Place;
import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.routes.PassedOver;
import io.rolecall.routes.Routed;
import io.rolecall.session.SessionException;
import io.rolecall.sts.JobIdentity;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a place is accessed, and why.
 *
 * @param location the place
 * @param user the Hadoop user
 * @param job the job's id; null if it is not known yet
 * @param route the place of the route that covers it; null if none does
 * @param access {@code role}, {@code base identity}, {@code anonymous} or {@code none}
 * @param closed why the user has no access although the location is routed; null if that is not so
 * @param roles the roles, in the order in which they are assumed
 * @param lost the bucket's other routes
 * @param set the declared set that says so, such as {@code catalog lake}; null for that of all
 * @param sets what sets of catalogs, or of EMRFS, say otherwise
 */
record Explanation(
    String location,
    String user,
    @Nullable String job,
    @Nullable String route,
    String access,
    @Nullable String closed,
    List<AssumedRole> roles,
    List<LostRoute> lost,
    @Nullable String set,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Explanation> sets) {

  /** Stands for a job's id that is not known yet. */
  private static final String JOB = "{job}";

  /**
   * One role.
   *
   * @param role its ARN
   * @param externalId whether an external id is sent
   * @param durationSeconds how long its sessions last
   * @param sessionName the role session name
   * @param tags the session tags
   * @param sourceIdentity the source identity; null if none is sent
   * @param policy the session policy; null if none is sent
   * @param region the STS region; null for the SDK's own choice
   * @param stsEndpoint the STS endpoint; null for AWS's
   */
  record AssumedRole(
      String role,
      boolean externalId,
      long durationSeconds,
      String sessionName,
      Map<String, String> tags,
      @Nullable String sourceIdentity,
      @Nullable String policy,
      @Nullable String region,
      @Nullable String stsEndpoint) {}

  /**
   * A route that does not decide.
   *
   * @param route its location
   * @param access what it would have been accessed with
   * @param reason why not
   */
  record LostRoute(String route, String access, String reason) {}

  static Explanation of(Routed routed, Place place, JobIdentity job, boolean known) {
    String user = routed.user().user();
    Route won = routed.at(place).orElse(null);
    return new Explanation(
        place.toString(),
        user,
        known ? job.id() : null,
        won == null ? null : won.place().toString(),
        won == null ? "none" : access(won),
        won == null
            ? null
            : won.access()
                .<Optional<String>>match(
                    role -> Optional.empty(),
                    base -> Optional.empty(),
                    anonymous -> Optional.empty(),
                    nobody -> Optional.of(nobody.why()))
                .orElse(null),
        won == null
            ? List.of()
            : won.access()
                .match(
                    role -> roles(role, job, known),
                    base -> List.of(),
                    anonymous -> List.of(),
                    nobody -> List.of()),
        Stream.concat(
                routed.all().stream()
                    .filter(route -> !route.equals(won))
                    .filter(route -> !route.access().isClosed())
                    .map(route -> lost(route, place, won)),
                routed.passedOver().stream().map(Explanation::lost))
            .sorted(Comparator.comparing(LostRoute::route))
            .toList(),
        routed.set().isEmpty() ? null : routed.set(),
        List.of());
  }

  /** The same, with what other sets say otherwise. */
  Explanation with(List<Explanation> others) {
    return new Explanation(
        location,
        user,
        job,
        route,
        access,
        closed,
        roles,
        lost,
        set,
        others.stream().filter(other -> !other.saysTheSameAs(this)).toList());
  }

  private boolean saysTheSameAs(Explanation other) {
    return Objects.equals(route, other.route)
        && access.equals(other.access)
        && Objects.equals(closed, other.closed)
        && roles.equals(other.roles);
  }

  /** This one, if it has a route, or else the first other set that has. */
  Optional<Explanation> routed() {
    return Stream.concat(Stream.of(this), sets.stream())
        .filter(explanation -> explanation.route != null)
        .findFirst();
  }

  private static String access(Route route) {
    return route
        .access()
        .match(role -> "role", base -> "base identity", anonymous -> "anonymous", nobody -> "none");
  }

  private static LostRoute lost(PassedOver passed) {
    return new LostRoute(passed.place().toString(), passed.access(), passed.reason());
  }

  private static List<AssumedRole> roles(Access.Role last, JobIdentity job, boolean known) {
    Deque<AssumedRole> roles = new ArrayDeque<>();
    for (Access.Role role = last; role != null; role = role.through()) {
      roles.addFirst(assumed(role, job, known));
    }
    return List.copyOf(roles);
  }

  private static AssumedRole assumed(Access.Role role, JobIdentity job, boolean known) {
    return new AssumedRole(
        role.role().toString(),
        role.externalId().isPresent(),
        role.terms().duration().toSeconds(),
        shown(job.sessionName(role.terms().sessionName()), job, known),
        role.terms().tags().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    tag -> shown(() -> job.tagValue(tag.getValue()), job, known),
                    (one, two) -> one,
                    TreeMap::new)),
        role.terms()
            .sourceIdentity()
            .map(template -> shown(() -> job.sourceIdentity(template), job, known))
            .orElse(null),
        role.terms().policy().orElse(null),
        role.sts().region().orElse(null),
        role.sts().endpoint().map(URI::toString).orElse(null));
  }

  /** What a job tells STS of itself. */
  private interface Told {
    String text() throws SessionException;
  }

  private static String shown(Told told, JobIdentity job, boolean known) {
    try {
      return shown(told.text(), job, known);
    } catch (SessionException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static String shown(String name, JobIdentity job, boolean known) {
    return known ? name : name.replace(job.id(), JOB);
  }

  private static LostRoute lost(Route route, Place place, @Nullable Route won) {
    return new LostRoute(
        route.place().toString(), route.access().toString(), reason(route, place, won));
  }

  /** A client has one route alone, so that none is lost to it. */
  private static String reason(Route route, Place place, @Nullable Route won) {
    String another = "covers another place";
    return route
        .place()
        .match(
            lost ->
                place.match(location -> reason(lost.prefix(), location, won), client -> another),
            lost -> another);
  }

  private static String reason(String prefix, S3Location location, @Nullable Route won) {
    if (won != null && (prefix.isEmpty() || (location.prefix() + "/").startsWith(prefix + "/"))) {
      return "covers it too, but " + won.place() + " is longer";
    }
    if (location.prefix().startsWith(prefix)) {
      return "only looks like a prefix of it: prefixes end at '/'";
    }
    if (location.isBucket() || prefix.startsWith(location.prefix() + "/")) {
      return "lies below it";
    }
    return "covers another place";
  }
}
