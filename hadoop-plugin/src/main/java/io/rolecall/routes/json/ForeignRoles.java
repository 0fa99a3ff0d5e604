package io.rolecall.routes.json;

import io.rolecall.config.RolecallKeys;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Roles of other accounts than one's own, which have to be asked for with an external id.
 *
 * @param conf names one's own accounts; if it names none, nothing is refused
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">AWS: the
 *     confused deputy</a>
 */
public record ForeignRoles(Configuration conf) {

  /**
   * Checks a role, and those that lead to it.
   *
   * @param last the role
   * @param written the same chain as it is written, but for the role of a sign-in
   * @throws InvalidRouteException if one is of another account, and has no external id
   */
  public void check(Access.Role last, List<RoutesJson.Link> written) {
    RolecallKeys.OWN_ACCOUNTS.find(conf).ifPresent(own -> check(last, written, own));
  }

  private void check(Access.@Nullable Role last, List<RoutesJson.Link> written, Set<String> own) {
    int index = written.size();
    for (Access.Role role = last; role != null; role = role.through()) {
      index--;
      String account = role.role().account();
      if (!own.contains(account) && isAskedFromElsewhere(role) && role.externalId().isEmpty()) {
        throw new InvalidRouteException(
            "the role "
                + (index < 0 ? role.role() : written.get(index).role())
                + " is of the account "
                + account
                + ", which is none of "
                + RolecallKeys.OWN_ACCOUNTS.written(conf)
                + " ("
                + String.join(", ", own)
                + "), and is asked for without an external id. Agree on one with the owner of the"
                + " account, who demands it in the role's trust policy, and write it as"
                + " 'externalId' (for a role of the keys, "
                + RolecallKeys.EXTERNAL_ID.name()
                + "); or add the account, if it is one's own");
      }
    }
  }

  /** STS takes no external id of who signs in, and has the owner of an account trust their own. */
  private static boolean isAskedFromElsewhere(Access.Role role) {
    Access.Role through = role.through();
    return through == null
        ? role.by().match(own -> true, signIn -> false)
        : !through.role().account().equals(role.role().account());
  }
}
