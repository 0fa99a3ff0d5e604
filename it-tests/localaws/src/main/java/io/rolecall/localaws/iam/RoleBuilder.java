package io.rolecall.localaws.iam;

import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.policy.Grant;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import io.rolecall.localaws.saml.SamlProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes an IAM role. In another account's bucket, the bucket's policy has to allow it, too.
 *
 * <p>A path is given without a slash at its ends and covers the object of this name and all below
 * it: {@code data} covers {@code data} and {@code data/x}, but not {@code data2}.
 */
public final class RoleBuilder {
  private static final Duration MAX_DURATION = Duration.ofHours(12);

  private final String accountId;
  private final String name;
  private final Set<String> principals = new TreeSet<>();
  private final Map<String, String> tags = new TreeMap<>();
  private PolicyDocument trust = PolicyDocument.empty();
  private @Nullable String externalId;
  private Duration maxSessionDuration = Duration.ofHours(1);
  private PolicyDocument policy = PolicyDocument.empty();
  private PolicyDocument ofSts = Grant.assumeRoles();
  private @Nullable PolicyDocument boundary;

  RoleBuilder(String accountId, String name) {
    this.accountId = accountId;
    this.name = name;
  }

  /**
   * Lets these assume the role.
   *
   * @param arns of users, roles or role sessions, or {@code arn:aws:iam::ID:root} for everybody in
   *     an account
   */
  public RoleBuilder trusts(String... arns) {
    principals.addAll(List.of(arns));
    return this;
  }

  /**
   * Lets the holders of this issuer's tokens for this subject assume the role. The account needs
   * the issuer as an OIDC provider.
   */
  public RoleBuilder trustsWebIdentity(TokenIssuer issuer, String subject) {
    trust =
        trust.and(
            Grant.trust(
                Map.of("Federated", OidcProvider.arn(accountId, issuer)),
                List.of("sts:AssumeRoleWithWebIdentity"),
                Map.of(OidcProvider.key(issuer, "sub"), subject)));
    return this;
  }

  /** Lets users of a SAML provider of the role's account assume the role. */
  public RoleBuilder trustsSaml(String providerName) {
    trust =
        trust.and(
            Grant.trust(
                Map.of("Federated", SamlProvider.arn(accountId, providerName)),
                List.of("sts:AssumeRoleWithSAML"),
                Map.of()));
    return this;
  }

  /** Adds what a trust policy in its JSON form says. */
  public RoleBuilder trustPolicy(String json) {
    trust = trust.and(Documents.parse(PolicyKind.TRUST, name, json));
    return this;
  }

  /** Demands this external id of those whom {@link #trusts} names. */
  public RoleBuilder externalId(String externalId) {
    this.externalId = externalId;
    return this;
  }

  /** How long a session may be asked for, at most 12 hours; one hour unless set. */
  public RoleBuilder maxSessionDuration(Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException("maxSessionDuration is 1 s to 12 h, not " + duration);
    }
    maxSessionDuration = duration;
    return this;
  }

  /** Lets the role read and list a whole bucket. */
  public RoleBuilder read(String bucket) {
    return read(bucket, "");
  }

  /** Lets the role read and list below a path. */
  public RoleBuilder read(String bucket, String path) {
    policy = policy.and(Grant.read(bucket, path));
    return this;
  }

  /** Lets the role write and delete in a bucket, but not read or list. */
  public RoleBuilder write(String bucket) {
    policy = policy.and(Grant.write(bucket, ""));
    return this;
  }

  /** Lets the role read, list, write and delete in a whole bucket. */
  public RoleBuilder readWrite(String bucket) {
    return readWrite(bucket, "");
  }

  /** Lets the role read, list, write and delete below a path. */
  public RoleBuilder readWrite(String bucket, String path) {
    policy = policy.and(Grant.readWrite(bucket, path));
    return this;
  }

  /** Adds what an IAM policy in its JSON form says. */
  public RoleBuilder policy(String json) {
    policy = policy.and(Documents.parse(PolicyKind.IDENTITY, name, json));
    return this;
  }

  /**
   * Lets the role assume only those roles that its policies allow it to assume, as on AWS. Unless
   * this is called, every role that trusts it.
   */
  public RoleBuilder stsByPolicy() {
    ofSts = PolicyDocument.empty();
    return this;
  }

  /** Sets the permissions boundary, in its JSON form. */
  public RoleBuilder boundary(String json) {
    boundary = Documents.parse(PolicyKind.IDENTITY, name, json);
    return this;
  }

  /** Gives the role a tag. */
  public RoleBuilder tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  Role build() {
    return new Role(
        accountId,
        name,
        KeyGenerator.id("AROA"),
        maxSessionDuration,
        new RolePolicies(
            name, principals.isEmpty() ? trust : trust.and(ofPrincipals()), policy.and(ofSts)),
        boundary,
        Map.copyOf(tags));
  }

  private PolicyDocument ofPrincipals() {
    return Grant.trust(
        List.copyOf(principals),
        externalId == null ? Map.of() : Map.of("sts:ExternalId", externalId));
  }
}
