package io.rolecall.routes;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.routes.json.ChosenIdentity;
import io.rolecall.routes.json.ForeignRoles;
import io.rolecall.routes.json.IdentityReader;
import io.rolecall.routes.json.RoleChain;
import io.rolecall.routes.json.RoutesJson;
import io.rolecall.routes.json.SessionTermsReader;
import io.rolecall.routes.json.StaticKeysReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how a route of the document accesses its place, and who calls STS for it. */
final class AccessReader {

  private final ForeignRoles foreign;
  private final SessionTermsReader terms;
  private final S3ACredentials credentials;
  private final IdentityReader identities;

  AccessReader(
      RolecallConfig config,
      SessionTermsReader terms,
      S3ACredentials credentials,
      Map<String, RoutesJson.@Nullable Identity> named) {
    this.foreign = new ForeignRoles(config.conf());
    this.terms = terms;
    this.credentials = credentials;
    this.identities = new IdentityReader(new StaticKeysReader(config), named);
  }

  /** The base identity that the keys name. */
  ChosenIdentity base() {
    S3ACredentials.Choice choice = credentials.base();
    if (choice.source() != null) {
      return new ChosenIdentity(choice.source(), null);
    }
    try {
      return identities.read(choice.text());
    } catch (IllegalArgumentException e) {
      throw e instanceof ConfigException
          ? e
          : new ConfigException(choice.key() + " = '" + choice.text() + "': " + e.getMessage(), e);
    }
  }

  /** What an entry says: of one whose roles depend on who calls, for a caller whom nobody has. */
  Access read(RoutesJson.Entry entry) {
    int ways =
        (entry.role() == null ? 0 : 1)
            + (entry.roles() == null ? 0 : 1)
            + (entry.identity() == null ? 0 : 1);
    if (ways != 1) {
      throw new InvalidRouteException(
          "expected exactly one of 'role', 'roles' (a chain) and 'identity' ('base', 'anonymous')");
    }
    if (entry.identity() != null) {
      List<String> ofARole = entry.fieldsOfARole();
      if (!ofARole.isEmpty()) {
        throw new InvalidRouteException(
            "fields of a role beside 'identity', which assumes none: "
                + String.join(", ", ofARole)
                + "; remove them, or name the 'role'");
      }
      if (entry.identity().equals(IdentityReader.ANONYMOUS)) {
        return new Access.Anonymous();
      }
      return new Access.Base(identity(entry.identity()).source());
    }
    if (entry.roles() != null && entry.externalId() != null) {
      throw new InvalidRouteException(
          "'externalId' beside 'roles': name it in the element of 'roles' that asks for it");
    }
    List<RoutesJson.Link> chain = chain(entry);
    if (chain.isEmpty()) {
      throw new InvalidRouteException("'roles' is empty; name at least one role");
    }
    Optional<CallersRoles> callers = callers(entry);
    if (callers.isEmpty() && entry.allowed() != null) {
      throw new InvalidRouteException(
          "'allowed' beside a role that is the same for all callers. Remove it, or put {user} or"
              + " {group} into the role");
    }
    return assumed(entry, callers.map(CallersRoles::example).orElse(chain));
  }

  private static List<RoutesJson.Link> chain(RoutesJson.Entry entry) {
    return entry.roles() != null
        ? entry.roles()
        : List.of(new RoutesJson.Link(entry.role(), entry.externalId()));
  }

  /** The roles of an entry that {@link #read} takes; empty unless they depend on who calls. */
  static Optional<CallersRoles> callers(RoutesJson.Entry entry) {
    return entry.identity() == null && CallersRoles.areIn(chain(entry))
        ? Optional.of(CallersRoles.of(chain(entry), entry.allowed()))
        : Optional.empty();
  }

  /** The last role of a chain, as an entry says that it is assumed. */
  Access.Role assumed(RoutesJson.Entry entry, List<RoutesJson.Link> chain) {
    ChosenIdentity by = identity(entry.by() == null ? IdentityReader.BASE : entry.by());
    Access.Role role = new RoleChain(terms.of(entry), terms.endpoint(entry), by).of(chain);
    foreign.check(role, chain(entry));
    if (entry.sessionName() != null && role.through() == null && by.namesSessions()) {
      throw new InvalidRouteException(
          "'sessionName' for a role that "
              + by.source()
              + " gives: the identity provider names the session. Remove it, or put the role behind"
              + " another");
    }
    return role;
  }

  private ChosenIdentity identity(String text) {
    return text.equals(IdentityReader.BASE) ? base() : identities.read(text);
  }
}
