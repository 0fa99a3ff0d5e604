package io.rolecall.iam.policy;

import io.rolecall.route.ScopedLocation;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long AWS lets policies be. What is longer is refused, with the routes that would have to be
 * changed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM's
 *     quotas</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">S3's
 *     limit</a>
 */
public final class PolicySize {

  /** In characters, of all policies inside a role. */
  private static final int ROLE = 10_240;

  /** In characters, of all policies inside a user. */
  private static final int USER = 2_048;

  /** In characters. */
  private static final int MANAGED = 6_144;

  /** In characters, unless AWS has raised the quota. */
  private static final int TRUST = 2_048;

  /** In characters, with the quota raised. */
  private static final int LONGEST_TRUST = 4_096;

  /** In bytes. */
  private static final int BUCKET = 20 * 1024;

  private static final int NAMED = 3;

  private PolicySize() {}

  private static int of(Object policy) {
    return Json.compact(policy).length();
  }

  /** Whether permissions are too long for a policy inside a user. */
  public static boolean needsManagedPolicy(BasePolicies base) {
    return !base.ofRole() && base.permissions() != null && of(base.permissions()) > USER;
  }

  /**
   * The permissions of a role.
   *
   * @param role its ARN
   * @param locations what it reaches
   * @param statements those for some of the locations; none gives no policy
   */
  public static Optional<PolicyDocument> role(
      String role,
      List<ScopedLocation> locations,
      Function<List<ScopedLocation>, List<PolicyStatement>> statements) {
    List<PolicyStatement> all = statements.apply(locations);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    PolicyDocument policy = PolicyDocument.of(all);
    if (of(policy) > ROLE) {
      int fits = fitting(locations, statements);
      throw new UnwritablePolicyException(
          "the permissions of "
              + role
              + " have "
              + of(policy)
              + " characters: AWS allows "
              + ROLE
              + " in the policies of a role. "
              + (fits < locations.size()
                  ? "Give another role to the routes of "
                      + some(
                          locations.subList(fits, locations.size()).stream()
                              .map(ScopedLocation::location)
                              .toList())
                  : "Let it assume fewer roles"));
    }
    return Optional.of(policy);
  }

  /** How many of the locations, from the first on, AWS would take. */
  private static int fitting(
      List<ScopedLocation> locations,
      Function<List<ScopedLocation>, List<PolicyStatement>> statements) {
    int fits = 0;
    int tooMany = locations.size() + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) / 2;
      if (of(PolicyDocument.of(statements.apply(locations.subList(0, middle)))) > ROLE) {
        tooMany = middle;
      } else {
        fits = middle;
      }
    }
    return fits;
  }

  /** The trust policy of a role, and the locations of the routes that lead to it. */
  public static PolicyDocument trust(
      String role, PolicyDocument policy, Collection<String> locations) {
    if (of(policy) > LONGEST_TRUST) {
      throw new UnwritablePolicyException(
          "the trust policy of "
              + role
              + " has "
              + of(policy)
              + " characters: AWS allows "
              + TRUST
              + ", and at most "
              + LONGEST_TRUST
              + " with a higher quota. Give another role to some of the routes of "
              + some(locations));
    }
    return policy;
  }

  /** What to know of a trust policy; empty if every account takes it. */
  static Optional<String> noteOnTrust(String role, PolicyDocument policy) {
    return of(policy) <= TRUST
        ? Optional.empty()
        : Optional.of(
            "the trust policy of "
                + role
                + " has "
                + of(policy)
                + " characters: AWS allows "
                + TRUST
                + " unless its owner asks for a higher quota (Role trust policy length)");
  }

  /** What the base identity sets. */
  public static BasePolicies base(BasePolicies base) {
    int limit = base.ofRole() ? ROLE : MANAGED;
    if (base.permissions() != null && of(base.permissions()) > limit) {
      throw new UnwritablePolicyException(
          "the permissions of "
              + base.principal()
              + " have "
              + of(base.permissions())
              + " characters: AWS allows "
              + limit
              + (base.ofRole() ? " in the policies of a role" : " in a managed policy")
              + ". Let some of its roles be assumed through another ('roles'), or by another"
              + " identity");
    }
    return base;
  }

  /** A role of routes that is the base identity, too, has both policies. */
  public static void requireRoom(RolePolicies role, BasePolicies base) {
    if (role.permissions() == null || base.permissions() == null) {
      return;
    }
    int both = of(role.permissions()) + of(base.permissions());
    if (both > ROLE) {
      throw new UnwritablePolicyException(
          "the permissions of "
              + role.role()
              + " for its routes and those of the base identity have "
              + both
              + " characters together: AWS allows "
              + ROLE
              + " in the policies of a role. Give another role to its routes, or let another"
              + " identity assume the roles");
    }
  }

  /** What to know of the base identity's permissions; empty if they fit into a user or role. */
  static Optional<String> noteOnBase(BasePolicies base) {
    return needsManagedPolicy(base)
        ? Optional.of(
            "the permissions of "
                + base.principal()
                + " are longer than the "
                + USER
                + " characters that AWS allows in the policies of a user: make them a managed"
                + " policy")
        : Optional.empty();
  }

  /** The policy of a bucket, and the locations of the routes that need it. */
  public static PolicyDocument bucket(
      String bucket, PolicyDocument policy, Collection<String> locations) {
    int bytes = Json.compact(policy).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BUCKET) {
      throw new UnwritablePolicyException(
          "the policy of the bucket "
              + bucket
              + " has "
              + bytes
              + " bytes: AWS allows "
              + BUCKET
              + ". Give a role of the bucket's account, which needs none, to some of the routes of "
              + some(locations));
    }
    return policy;
  }

  /** The first of many, for a message. */
  public static String some(Collection<?> locations) {
    String first =
        locations.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
    return locations.size() <= NAMED
        ? first
        : first + " and " + (locations.size() - NAMED) + " more";
  }
}
