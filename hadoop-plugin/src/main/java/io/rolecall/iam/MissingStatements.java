package io.rolecall.iam;

import static java.util.Objects.requireNonNull;

import io.rolecall.iam.policy.Caller;
import io.rolecall.iam.policy.Json;
import io.rolecall.iam.policy.PolicyStatement;
import io.rolecall.route.Access;
import io.rolecall.route.AwsPartition;
import io.rolecall.route.RoleArn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements that a policy lacks when STS answers AccessDenied, as {@code rolecall iam} writes
 * them. An external id is left out: whoever reads a job's log need not know it.
 */
public final class MissingStatements {

  /** STS's words, which may tell on which side no policy allows it. */
  private static final Pattern DENIED =
      Pattern.compile(
          "User: (arn:[a-z0-9-]*:(?:iam|sts)::[\\w-]*:[!-~]+) is not authorized to perform:"
              + " (sts:[A-Za-z]+)(?: on resource: \\S+)?"
              + "(?: because no (identity-based|resource-based|role trust) policy)?");

  private static final String CALLER =
      "<the caller's ARN, as aws sts get-caller-identity prints it>";
  private static final String PATH = "<the path that aws iam get-role prints>";
  private static final String EXTERNAL_ID = "<the route's externalId>";
  private static final String AUDIENCE = "<the audience of the assertion>";
  private static final String PROVIDER = "<the ARN of the OpenID Connect provider>";
  private static final String TRUST = "As the route is, its trust policy needs ";

  private MissingStatements() {}

  /**
   * What AssumeRole lacks.
   *
   * @param role the role that was asked for, by the base identity or by the role before it
   * @param answer STS's message, which tells the caller and the action; other stores tell nothing
   * @return sentences with the statements; no secrets
   */
  public static String toAssume(Access.Role role, String answer) {
    Matcher denied = DENIED.matcher(answer);
    boolean told = denied.find();
    String side = told && denied.group(3) != null ? requireNonNull(denied.group(3)) : "";
    Optional<Caller> known = caller(role, told ? denied.group(1) : "");
    Caller caller = known.orElseGet(() -> Caller.principal(CALLER));
    List<String> actions =
        told ? List.of(requireNonNull(denied.group(2))) : AssumedRoles.actions(role);
    List<String> sentences = new ArrayList<>();
    if (!side.equals("identity-based")) {
      sentences.add(
          TRUST + text(actions.stream().map(action -> trust(role, caller, action)).toList()));
    }
    boolean foreign = known.map(who -> !who.account().equals(role.role().account())).orElse(true);
    if (foreign && (side.isEmpty() || side.equals("identity-based"))) {
      sentences.add(
          known.map(Caller::arn).orElse("A caller of another account")
              + " needs "
              + text(
                  actions.stream()
                      .map(action -> AssumedRoles.permission(action, role.role()))
                      .toList()));
    }
    return String.join(". ", sentences);
  }

  /** In a chain, it is the role before; its ARN tells its path, which STS does not. */
  private static Optional<Caller> caller(Access.Role role, String told) {
    Access.Role through = role.through();
    if (through != null) {
      return Optional.of(Caller.principal(through.role().toString()));
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(ofSts(told));
  }

  private static Caller ofSts(String told) {
    Caller caller = Caller.ofSts(told);
    return caller.lacksItsPath()
        ? Caller.principal(caller.arn().replace(":role/", ":role/" + PATH + "/"))
        : caller;
  }

  /** A base identity may pass on tags that no route has, as those of EKS Pod Identity. */
  private static PolicyStatement trust(Access.Role role, Caller caller, String action) {
    return switch (action) {
      case Caller.ASSUME ->
          TrustStatements.assume(caller, role.externalId().map(id -> EXTERNAL_ID));
      case TrustStatements.TAG -> TrustStatements.tag(caller, role.terms().tags().keySet());
      default -> PolicyStatement.trust(caller, action, Map.of());
    };
  }

  /**
   * What AssumeRoleWithSAML lacks.
   *
   * @param role the role that was asked for
   * @param provider the ARN of the SAML provider
   * @return a sentence with the statement
   */
  public static String toSignIn(RoleArn role, String provider) {
    String audience =
        AwsPartition.named(role.partition()).flatMap(AwsPartition::samlAudience).orElse(AUDIENCE);
    return TRUST + assume(Caller.saml(provider, audience));
  }

  /**
   * What AssumeRoleWithWebIdentity lacks.
   *
   * @param role the role that was asked for
   * @param token whose token it was; empty if the token does not tell
   * @return a sentence with the statement
   */
  public static String toSignIn(RoleArn role, Optional<TokenClaims> token) {
    return TRUST
        + assume(
            token
                .map(
                    claims ->
                        Caller.webIdentity(
                            "arn:"
                                + role.partition()
                                + ":iam::"
                                + role.account()
                                + ":oidc-provider/"
                                + claims.issuer(),
                            claims.issuer(),
                            claims.audience(),
                            claims.subject()))
                .orElseGet(
                    () ->
                        Caller.webIdentity(
                            PROVIDER, "<its issuer>", "<the token's aud>", "<its sub>")));
  }

  /**
   * What GetWebIdentityToken lacks.
   *
   * @return a sentence with the statement
   */
  public static String toGetToken() {
    return "It needs "
        + text(
            List.of(PolicyStatement.permission(List.of("sts:GetWebIdentityToken"), List.of("*"))));
  }

  private static String assume(Caller caller) {
    return text(List.of(TrustStatements.assume(caller, Optional.empty())));
  }

  private static String text(List<PolicyStatement> statements) {
    return statements.stream().map(Json::compact).collect(Collectors.joining(" and "));
  }
}
