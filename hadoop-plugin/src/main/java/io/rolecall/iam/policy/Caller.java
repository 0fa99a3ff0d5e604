package io.rolecall.iam.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who assumes a role, and by which of STS's actions.
 *
 * @param type {@code AWS} or {@code Federated}
 * @param arn the user's, the role's or the identity provider's
 * @param action such as {@code sts:AssumeRole}
 * @param demands the condition keys that have to have one value
 */
public record Caller(String type, String arn, String action, Map<String, String> demands) {

  /** The actions by which a caller gets a role: with keys, with an assertion, with a token. */
  public static final String ASSUME = "sts:AssumeRole";

  public static final String BY_SAML = "sts:AssumeRoleWithSAML";
  public static final String BY_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

  private static final Pattern SESSION =
      Pattern.compile("arn:([a-z0-9-]*):sts::([\\w-]*):assumed-role/([\\w+=,.@-]+)/[\\w+=,.@-]+");

  /** A user, a role or an account, by its ARN. */
  public static Caller principal(String arn) {
    return new Caller("AWS", arn, ASSUME, Map.of());
  }

  /** Whoever has an identity of AWS's, for what is denied. */
  public static Caller everybody() {
    return principal("*");
  }

  /** As STS names it. A role's session is named by its role: the next one has another name. */
  public static Caller ofSts(String arn) {
    Matcher session = SESSION.matcher(arn);
    return principal(
        session.matches()
            ? "arn:" + session.group(1) + ":iam::" + session.group(2) + ":role/" + session.group(3)
            : arn);
  }

  /** Whom a SAML provider signs in. */
  public static Caller saml(String provider, String audience) {
    return new Caller("Federated", provider, BY_SAML, Map.of("saml:aud", audience));
  }

  /**
   * Whoever has a web identity token.
   *
   * @param provider the ARN of the OpenID Connect provider
   * @param issuer the tokens' issuer, without {@code https://}
   * @param audience the tokens' {@code aud}
   * @param subject the tokens' {@code sub}
   */
  public static Caller webIdentity(
      String provider, String issuer, String audience, String subject) {
    return new Caller(
        "Federated",
        provider,
        BY_WEB_IDENTITY,
        Map.of(issuer + ":aud", audience, issuer + ":sub", subject));
  }

  /** The account that has to allow the caller to assume roles of other accounts. */
  public String account() {
    return arn.split(":", -1)[4];
  }

  /** Whether it is an identity of AWS's, whose permissions count. */
  public boolean isPrincipal() {
    return type.equals("AWS");
  }

  /** Whether it is a role of IAM Identity Center, whose path STS has left out. */
  public boolean lacksItsPath() {
    return arn.contains(":role/AWSReservedSSO_");
  }

  /** Its demands, and more, as a statement has them. */
  public Map<String, Map<String, List<String>>> conditions(Map<String, String> more) {
    Map<String, List<String>> equal = new TreeMap<>();
    demands.forEach((key, value) -> equal.put(key, List.of(value)));
    more.forEach((key, value) -> equal.put(key, List.of(value)));
    return equal.isEmpty() ? Map.of() : Map.of("StringEquals", equal);
  }
}
