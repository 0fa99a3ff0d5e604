package io.rolecall.sts;

import static io.rolecall.sts.StsAdviceRow.passing;
import static io.rolecall.sts.StsAdviceRow.row;
import static io.rolecall.sts.StsAdviceRow.saying;
import static io.rolecall.sts.StsCall.Action.ASSUME_ROLE;
import static io.rolecall.sts.StsCall.Action.CALLER_IDENTITY;
import static io.rolecall.sts.StsCall.Action.SAML;
import static io.rolecall.sts.StsCall.Action.WEB_IDENTITY;
import static io.rolecall.sts.StsCall.Action.WEB_IDENTITY_TOKEN;

import io.rolecall.identity.SignInException.Reason;
import io.rolecall.route.Access;
import io.rolecall.sts.StsCall.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the codes of STS's answers mean, for all actions that Rolecall calls.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html">Troubleshooting
 *     SAML</a>
 */
final class StsAdviceTable {

  private static final Set<Action> ALL = Set.of(Action.values());
  private static final Set<Action> FOR_A_ROLE = Set.of(ASSUME_ROLE, SAML, WEB_IDENTITY);
  private static final Set<Action> SIGNED =
      Set.of(ASSUME_ROLE, CALLER_IDENTITY, WEB_IDENTITY_TOKEN);

  private static final String DURATION = "Check the duration against the role's maximum";
  private static final String UNKNOWN_KEY =
      "The access key is unknown, deleted or deactivated, or a session token is missing";
  private static final String EXPIRED = "ExpiredToken, ExpiredTokenException";
  private static final String DENIED = "AccessDenied, AccessDeniedException";
  private static final String FEDERATION_OFF =
      "OutboundWebIdentityFederationDisabled, OutboundWebIdentityFederationDisabledException";

  /** The first row that fits counts. */
  private static final List<StsAdviceRow> TABLE =
      List.of(
          row(
              DENIED,
              Set.of(ASSUME_ROLE),
              StsAdviceTable::isOfPassedTags,
              Reason.NOT_TRUSTED,
              call ->
                  "The route sends no tags: the caller's own session passes its on, as that of EKS Pod"
                      + " Identity does, and sts:TagSession has to be allowed for them. Allow it; or,"
                      + " if nothing needs the tags, have that session made without them"
                      + " (disableSessionTags of the pod identity association)"),
          row(
              DENIED + ", status 403",
              Set.of(ASSUME_ROLE),
              Reason.NOT_TRUSTED,
              StsAdviceTable::denied),
          row(
              DENIED,
              Set.of(SAML),
              Reason.NOT_TRUSTED,
              call ->
                  "Check that the role exists and that its trust policy lets "
                      + call.provider()
                      + " do sts:AssumeRoleWithSAML, with a condition on SAML:aud that fits"),
          row(
              DENIED,
              Set.of(WEB_IDENTITY),
              Reason.NOT_TRUSTED,
              "Check that the role exists and that its trust policy lets the OIDC provider do"
                  + " sts:AssumeRoleWithWebIdentity, with conditions that fit the token's sub and"
                  + " aud"),
          row(
              DENIED,
              Set.of(WEB_IDENTITY_TOKEN),
              Reason.NOT_TRUSTED,
              "Let the identity do sts:GetWebIdentityToken for this audience"),
          row(
              "ValidationError",
              Set.of(ASSUME_ROLE),
              saying("role chaining"),
              Reason.DURATION,
              call ->
                  "The base identity is itself a session of a role, whose sessions AWS limits to one"
                      + " hour: set the route's duration to 1h or less"),
          row(
              "ValidationError",
              Set.of(SAML),
              saying("DurationSeconds").negate(),
              Reason.ROLE_OR_PROVIDER,
              call ->
                  "Role and SAML provider are swapped or malformed: check "
                      + name(call)
                      + " and "
                      + call.provider()
                      + ", and that both are of one account"),
          row("ValidationError", FOR_A_ROLE, Reason.DURATION, DURATION),
          row(
              "InvalidArgument",
              FOR_A_ROLE,
              Reason.DURATION,
              call ->
                  "Check the duration ("
                      + call.role().map(role -> role.terms().duration().toSeconds()).orElse(0L)
                      + " s) against what the role and the store allow, and the session name"),
          row("PackedPolicyTooLarge", FOR_A_ROLE, Reason.OTHER, StsAdviceTable::packed),
          row(
              "MalformedPolicyDocument",
              FOR_A_ROLE,
              Reason.OTHER,
              "Check the route's session policy and tags"),
          row("NoSuchEntity", FOR_A_ROLE, Reason.ROLE_OR_PROVIDER, StsAdviceTable::noRole),
          row(
              "InvalidIdentityToken",
              Set.of(SAML),
              saying("RoleSessionName"),
              Reason.SESSION_NAME,
              call ->
                  "The identity provider must send a RoleSessionName of 2 to 64 letters, digits and"
                      + " _=,.@+-, without spaces"),
          row(
              "InvalidIdentityToken",
              Set.of(SAML),
              Reason.IDENTITY_PROVIDER,
              call ->
                  "The assertion does not fit the metadata of "
                      + call.provider()
                      + ": after a change of the identity provider's certificate, issuer or"
                      + " audience, upload its new metadata to that provider in IAM"),
          row(
              "InvalidIdentityToken",
              Set.of(WEB_IDENTITY),
              Reason.IDENTITY_PROVIDER,
              "IAM has no OIDC provider for the token's issuer in the role's account, or the token's"
                  + " audience is none of that provider's"),
          passing(
              "IDPCommunicationError",
              Set.of(WEB_IDENTITY),
              Reason.IDENTITY_PROVIDER,
              "STS could not reach the token's issuer"),
          row(
              "IDPRejectedClaim",
              Set.of(WEB_IDENTITY),
              Reason.IDENTITY_PROVIDER,
              "The issuer rejects the token: it may have been revoked"),
          // A person has to act; a file is written again by whoever wrote it.
          row(EXPIRED, Set.of(SAML), Reason.EXPIRED, "Sign in again"),
          passing(
              EXPIRED,
              Set.of(WEB_IDENTITY),
              Reason.EXPIRED,
              "Whoever writes the file must replace it in time; on EKS, that is the kubelet"),
          passing(
              EXPIRED,
              SIGNED,
              Reason.EXPIRED,
              "The base identity is a session that has ended: sign in again, or refresh it"),
          row(
              "InvalidClientTokenId",
              SIGNED,
              Reason.OTHER,
              UNKNOWN_KEY
                  + "; or the session is of STS's global endpoint, and this STS is of a region that was"
                  + " enabled by hand, which takes those of regional endpoints alone"),
          row("InvalidAccessKeyId", SIGNED, Reason.OTHER, UNKNOWN_KEY),
          row(
              "SignatureDoesNotMatch",
              SIGNED,
              StsAdviceTable::isFarOff,
              Reason.OTHER,
              call -> "This machine's clock is wrong: set it (NTP)"),
          row(
              "SignatureDoesNotMatch",
              SIGNED,
              Reason.OTHER,
              "The secret key does not belong to the access key: copy it again"),
          row(
              "RegionDisabledException",
              ALL,
              Reason.OTHER,
              "Set the route's 'region' to an enabled one: STS has to be active there in the role's"
                  + " account, and a region that was enabled by hand in the caller's account, too"),
          row(
              FEDERATION_OFF,
              Set.of(WEB_IDENTITY_TOKEN),
              Reason.OTHER,
              "An administrator of the account has to enable outbound web identity federation in"
                  + " IAM"),
          row(
              "InvalidAction",
              Set.of(WEB_IDENTITY_TOKEN),
              Reason.OTHER,
              "This STS endpoint does not know GetWebIdentityToken"));

  private StsAdviceTable() {}

  /** What to do about an answer; empty if the table does not know its code. */
  static Optional<StsAdvice> find(StsFailure failure, StsCall call) {
    return TABLE.stream()
        .filter(row -> row.isFor(failure, call))
        .findFirst()
        .map(row -> row.advice(call));
  }

  /** A session's transitive tags are sent on with each role that it assumes. */
  private static boolean isOfPassedTags(StsFailure failure, StsCall call) {
    return failure.text().contains("sts:TagSession")
        && call.role().filter(role -> role.terms().tags().isEmpty()).isPresent();
  }

  private static boolean isFarOff(StsFailure failure, StsCall call) {
    return failure
        .time()
        .map(theirs -> StsTime.isFarOff(Duration.between(theirs, call.asked())))
        .orElse(false);
  }

  private static String denied(StsCall call) {
    return call.role().map(StsAdviceTable::denied).orElse("");
  }

  private static String denied(Access.Role role) {
    return "Check that the role exists, that its trust policy names the caller"
        + role.externalId()
            .map(id -> " and the external id of " + id.length() + " characters that is configured")
            .orElse(" and asks for no external id (none is configured)")
        + (role.terms().tags().isEmpty() ? "" : ", that it allows sts:TagSession")
        + ", and that the caller may sts:AssumeRole it";
  }

  /** Tags that a caller's session passes on count, too, and no route shows them. */
  private static String packed(StsCall call) {
    boolean policed = call.role().flatMap(role -> role.terms().policy()).isPresent();
    return "STS packs the session's policy and its tags together, and they take too much. "
        + (policed
            ? "Use fewer or shorter session tags, or a scope of fewer locations: give some routes"
                + " another role, or set their scope to 'role' (rolecall explain shows the policy)"
            : "Use fewer or shorter session tags")
        + ". Tags that the caller's own session passes on, as those of EKS Pod Identity, count, too";
  }

  private static String noRole(StsCall call) {
    String account = call.role().map(role -> role.role().account()).orElse("");
    return "There is no such role"
        + (account.isEmpty() ? "" : " in account " + account)
        + ": check the route's role ARN";
  }

  private static String name(StsCall call) {
    return call.role().map(role -> role.role().toString()).orElse("");
  }
}
