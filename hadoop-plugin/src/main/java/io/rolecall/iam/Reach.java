package io.rolecall.iam;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.policy.Caller;
import io.rolecall.route.RoleArn;
import io.rolecall.route.ScopedLocation;
import io.rolecall.route.SessionTerms;
import java.util.List;
import java.util.Optional;

/**
 * Who reaches a place, and how: what one route says, as the policies have it.
 *
 * @param place the location as users write it; {@value #EVERY_OTHER} for the buckets that no route
 *     names
 * @param allowed what the permissions allow there; empty where none are written: for the clients of
 *     other services, and for buckets that no route names
 * @param narrowed whether sessions are narrowed to that, by a scope of the route
 * @param start whose credentials call STS, or sign by themselves; empty if requests are not signed
 * @param steps the roles, in the order in which they are assumed; empty if there are none
 * @param bucketOwner the account of the bucket, where it is another than that of whoever reaches it
 */
public record Reach(
    String place,
    Optional<ScopedLocation> allowed,
    boolean narrowed,
    Optional<Identity> start,
    List<Step> steps,
    Optional<String> bucketOwner) {

  /** The place that stands for the buckets that no route names. */
  public static final String EVERY_OTHER = "s3a://*";

  /** Where the account is in an ARN. */
  private static final int ACCOUNT = 4;

  /** Checks that nothing is null, and copies the roles. */
  public Reach {
    requireNonNull(place, "place");
    requireNonNull(allowed, "allowed");
    requireNonNull(start, "start");
    requireNonNull(bucketOwner, "bucketOwner");
    steps = List.copyOf(steps);
  }

  /**
   * An identity at the start of a chain.
   *
   * @param arn the ARN of a user, a role, or an identity provider
   * @param account the account that it is in; empty if its ARN does not tell
   * @param kind what it is, in words
   */
  public record Identity(String arn, String account, String kind) {

    private static final String SAML = "SAML sign-in";

    static Identity of(Caller caller) {
      String kind =
          switch (caller.action()) {
            case Caller.BY_SAML -> SAML;
            case Caller.BY_WEB_IDENTITY -> "web identity";
            default -> "base identity";
          };
      // Nobody has checked what is said of an identity provider.
      String[] parts = caller.arn().split(":", -1);
      return new Identity(caller.arn(), parts.length > ACCOUNT ? parts[ACCOUNT] : "", kind);
    }
  }

  /**
   * A role that is assumed.
   *
   * @param role the role
   * @param externalId whether it is asked for with an external id
   * @param terms what its session is asked for
   */
  public record Step(RoleArn role, boolean externalId, SessionTerms terms) {}

  /**
   * The account of whoever reaches the place.
   *
   * @return the account; empty if nobody signs
   */
  public Optional<String> account() {
    return steps.isEmpty()
        ? start.map(Identity::account)
        : Optional.of(steps.get(steps.size() - 1).role().account());
  }

  /**
   * Whether the identity provider names the session with which the place is reached.
   *
   * @return true for the role that a SAML sign-in gives
   */
  public boolean isSessionNamedByProvider() {
    return steps.size() == 1
        && start.filter(identity -> identity.kind().equals(Identity.SAML)).isPresent();
  }
}
