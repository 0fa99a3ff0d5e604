package io.rolecall.localaws.iam;

import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.policy.Grant;
import io.rolecall.localaws.policy.MalformedPolicyException;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.saml.SamlProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes an IAM role. Rights outside the role's own account have no effect.
 *
 * <p>A path is given without a slash at its ends and covers the object of this name and all below
 * it: {@code data} covers {@code data} and {@code data/x}, but not {@code data2}.
 */
public final class RoleBuilder {
  private static final Duration MAX_DURATION = Duration.ofHours(12);

  private final String accountId;
  private final String name;
  private final Set<String> principals = new HashSet<>();
  private final Map<String, String> webIdentities = new HashMap<>();
  private final Set<String> samlProviders = new HashSet<>();
  private @Nullable String externalId;
  private Duration maxSessionDuration = Duration.ofHours(1);
  private PolicyDocument policy = PolicyDocument.empty();

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
    webIdentities.put(issuer.issuer().toString(), subject);
    return this;
  }

  /** Lets users of a SAML provider of the role's account assume the role. */
  public RoleBuilder trustsSaml(String providerName) {
    samlProviders.add(SamlProvider.arn(accountId, providerName));
    return this;
  }

  /** Demands this external id of whoever assumes the role. */
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
    try {
      policy = policy.and(PolicyDocument.parse(json));
    } catch (MalformedPolicyException e) {
      throw new IllegalArgumentException(e);
    }
    return this;
  }

  Role build() {
    return new Role(
        accountId,
        name,
        KeyGenerator.id("AROA"),
        new Trust(
            Set.copyOf(principals),
            externalId,
            Map.copyOf(webIdentities),
            Set.copyOf(samlProviders)),
        maxSessionDuration,
        policy);
  }
}
