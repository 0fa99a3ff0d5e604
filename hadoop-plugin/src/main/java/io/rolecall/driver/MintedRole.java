package io.rolecall.driver;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.RolecallConfig;
import io.rolecall.identity.WrittenSource;
import io.rolecall.route.Access;
import io.rolecall.sts.StsNetwork;
import java.util.Map;

/**
 * What one session of this process is for: routes to a role share it where the role, its terms, its
 * base identity and the way to STS are the same. May hold secrets, which its text does not show.
 *
 * @param role the role with its terms
 * @param by its base identity, as it is written
 * @param network the way to STS, as it is written
 */
record MintedRole(Access.Role role, WrittenSource by, Map<String, String> network) {

  MintedRole {
    requireNonNull(role, "role");
    requireNonNull(by, "by");
    network = Map.copyOf(network);
  }

  /** A role as a configuration has it. Reads no credential store. */
  static MintedRole of(Access.Role role, RolecallConfig config) {
    return new MintedRole(role, WrittenSource.of(role.by(), config), StsNetwork.written(config));
  }

  /** The role; nothing of the configuration. */
  @Override
  public String toString() {
    return role.toString();
  }
}
