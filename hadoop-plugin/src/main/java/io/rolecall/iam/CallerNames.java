package io.rolecall.iam;

import io.rolecall.iam.policy.Caller;
import io.rolecall.route.AwsPartition;
import io.rolecall.route.Federation;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.RoleArn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What routes do not tell of the identities at the start of their chains. Immutable.
 *
 * @param principal the ARN of the base identity: a user's, a role's, or that of a role's session
 * @param samlProvider the ARN of the SAML provider, where the identity does not name it
 * @param samlAudience the audience of SAML assertions, where it is not that of the partition
 * @param oidcProvider the ARN of the OpenID Connect provider
 * @param subject the {@code sub} of web identity tokens
 * @param audience the {@code aud} of web identity tokens
 */
public record CallerNames(
    Optional<String> principal,
    Optional<String> samlProvider,
    Optional<String> samlAudience,
    Optional<String> oidcProvider,
    Optional<String> subject,
    String audience) {

  private static final Pattern IDENTITY =
      Pattern.compile("arn:[a-z0-9-]*:iam::[\\w-]*:(user|role)/[!-~]+");
  private static final Pattern OIDC =
      Pattern.compile("arn:[a-z0-9-]*:iam::[\\w-]*:oidc-provider/([!-~]+)");

  /** The base identity. A role's session is named by its role: the next one has another name. */
  Caller base(String whatFor) {
    String arn =
        principal.orElseThrow(
            () ->
                new UnknownCallerException(
                    "--principal is missing: "
                        + whatFor
                        + ". Give the ARN that 'aws sts get-caller-identity' prints for it"));
    Caller caller = Caller.ofSts(arn);
    if (!IDENTITY.matcher(caller.arn()).matches()) {
      throw new UnknownCallerException(
          "--principal '"
              + arn
              + "': expected the ARN of a user, a role or a role's session, as 'aws sts"
              + " get-caller-identity' prints it");
    }
    return caller;
  }

  /** Who assumes the first role of a chain. */
  Caller of(IdentitySource source, RoleArn role) {
    return source.match(
        own -> base("the base identity assumes " + role), signIn -> signIn(signIn, role));
  }

  private Caller signIn(Federation signIn, RoleArn role) {
    return signIn.matchSignIn(
        web -> webIdentity(role), saml -> Caller.saml(provider(saml, role), audience(role)));
  }

  private String provider(Federation.Saml saml, RoleArn role) {
    return saml.provider()
        .or(() -> samlProvider)
        .orElseThrow(
            () ->
                new UnknownCallerException(
                    "--saml-provider is missing: "
                        + saml
                        + " gives "
                        + role
                        + ". Give the ARN of the SAML provider of that account"));
  }

  private String audience(RoleArn role) {
    return samlAudience
        .or(() -> AwsPartition.named(role.partition()).flatMap(AwsPartition::samlAudience))
        .orElseThrow(
            () ->
                new UnknownCallerException(
                    "--saml-audience is missing: it is not known what SAML assertions for "
                        + role
                        + " have to name. Give the URL of the sign-in of its partition"));
  }

  private Caller webIdentity(RoleArn role) {
    String provider =
        oidcProvider.orElseThrow(
            () ->
                new UnknownCallerException(
                    "--oidc-provider is missing: a web identity token gives "
                        + role
                        + ". Give the ARN of the OpenID Connect provider of that account"));
    Matcher issuer = OIDC.matcher(provider);
    if (!issuer.matches()) {
      throw new UnknownCallerException(
          "--oidc-provider '"
              + provider
              + "': expected arn:aws:iam::<account>:oidc-provider/<issuer>");
    }
    String sub =
        subject.orElseThrow(
            () ->
                new UnknownCallerException(
                    "--subject is missing: without it, each token of "
                        + provider
                        + " would give "
                        + role
                        + ". Give the 'sub' of the job's token, such as"
                        + " system:serviceaccount:<namespace>:<name>"));
    return Caller.webIdentity(provider, issuer.group(1), audience, sub);
  }
}
