package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.PolicyDocument;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.Access;
import io.rolecall.route.RoleArn;
import io.rolecall.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Collects what ends the sessions of one job, in the accounts of all roles that it may have. AWS's
 * own way to revoke, by the time at which a session was issued, ends all jobs of a role, and not a
 * driver that obtains its next session later. Not thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html">AWS:
 *     revoking sessions</a>
 */
public final class Revocation {

  private final CallerNames names;
  private final Function<Access.Role, Optional<String>> sessionNames;
  private final Map<String, Sessions> roles = new TreeMap<>();

  /**
   * Nothing is collected yet.
   *
   * @param names what the routes do not tell of identities
   * @param sessionNames what the job's session of a role is called; empty if that does not tell it
   *     from the sessions of other jobs
   */
  public Revocation(CallerNames names, Function<Access.Role, Optional<String>> sessionNames) {
    this.names = names;
    this.sessionNames = sessionNames;
  }

  /** The sessions of one role. */
  private record Sessions(RoleArn role, Set<String> names, Set<PolicyStatement> trust) {}

  /**
   * Adds the roles of a route.
   *
   * @param route the route
   * @throws UnknownCallerException if nobody told who signs in to a role
   */
  public void add(Route route) {
    route.access().match(this::addChain, base -> true, anonymous -> true, nobody -> true);
  }

  private boolean addChain(Access.Role last) {
    for (Access.Role link = last; link != null; link = link.through()) {
      Optional<String> name = sessionNames.apply(link);
      if (name.isPresent()) {
        Sessions sessions =
            roles.computeIfAbsent(
                link.role().toString(),
                arn -> new Sessions(RoleArn.parse(arn), new TreeSet<>(), new LinkedHashSet<>()));
        sessions.names().add(name.get());
        sessions.trust().add(TrustStatements.revoke(caller(link), name.get()));
      }
    }
    return true;
  }

  private Caller caller(Access.Role link) {
    return link.through() != null
        ? Caller.everybody()
        : link.by().match(own -> Caller.everybody(), signIn -> names.of(link.by(), link.role()));
  }

  /**
   * What the owners set.
   *
   * @return by role; empty if no role's sessions can be told from those of others
   */
  public List<RevokedRole> roles() {
    List<RevokedRole> revoked = new ArrayList<>();
    roles.forEach(
        (arn, sessions) ->
            revoked.add(
                new RevokedRole(
                    sessions.role().account(),
                    arn,
                    List.copyOf(sessions.names()),
                    List.copyOf(sessions.trust()),
                    PolicyDocument.of(List.of(nothing(sessions.names()))))));
    return revoked;
  }

  /** A session's user id is its role's id, a colon, and its name. */
  private static PolicyStatement nothing(Set<String> sessionNames) {
    return PolicyStatement.refusal(
        List.of("*"),
        List.of("*"),
        Map.of(
            "StringLike",
            Map.of("aws:userid", sessionNames.stream().map(name -> "*:" + name).toList())));
  }
}
