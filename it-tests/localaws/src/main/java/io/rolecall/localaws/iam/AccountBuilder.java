package io.rolecall.localaws.iam;

import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.policy.Grant;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyKind;
import io.rolecall.localaws.saml.SamlIdentityProvider;
import io.rolecall.localaws.saml.SamlProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Describes an AWS account. */
public final class AccountBuilder {
  private final String id;
  private final Set<String> buckets = new LinkedHashSet<>();
  private final Map<String, PolicyDocument> bucketPolicies = new LinkedHashMap<>();
  private final Map<String, User> users = new LinkedHashMap<>();
  private final List<Role> roles = new ArrayList<>();
  private final Map<String, OidcProvider> oidcProviders = new LinkedHashMap<>();
  private final Map<String, SamlProvider> samlProviders = new LinkedHashMap<>();

  public AccountBuilder(String id) {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("an account id is 12 digits, not " + id);
    }
    this.id = id;
  }

  /** Gives the account a bucket, which is created at start. */
  public AccountBuilder bucket(String name) {
    buckets.add(name);
    return this;
  }

  /** Gives the account a bucket whose policy lets everybody list and read it. */
  public AccountBuilder publicBucket(String name) {
    bucketPolicies.put(name, Grant.readByEverybody(name));
    return bucket(name);
  }

  /**
   * Gives the account a bucket with a policy.
   *
   * @param name the bucket's name
   * @param policy the bucket's policy, in its JSON form
   */
  public AccountBuilder bucket(String name, String policy) {
    bucketPolicies.put(name, Documents.parse(PolicyKind.BUCKET, name, policy));
    return bucket(name);
  }

  /** Gives the account a user who may do nothing but call STS. */
  public AccountBuilder user(String name) {
    return user(name, user -> {});
  }

  /** Gives the account a user. */
  public AccountBuilder user(String name, Consumer<UserBuilder> description) {
    UserBuilder builder = new UserBuilder(id, name);
    description.accept(builder);
    users.put(name, builder.build());
    return this;
  }

  /** Gives the account a role. */
  public AccountBuilder role(String name, Consumer<RoleBuilder> description) {
    RoleBuilder builder = new RoleBuilder(id, name);
    description.accept(builder);
    roles.add(builder.build());
    return this;
  }

  /** Lets the account know an issuer of web identity tokens, for one audience. */
  public AccountBuilder oidcProvider(TokenIssuer issuer, String audience) {
    oidcProviders.put(issuer.issuer().toString(), new OidcProvider(issuer, audience));
    return this;
  }

  /** Gives the account a SAML provider: an identity provider's metadata under a name. */
  public AccountBuilder samlProvider(String name, SamlIdentityProvider identityProvider) {
    SamlProvider provider = new SamlProvider(SamlProvider.arn(id, name), identityProvider);
    samlProviders.put(provider.arn(), provider);
    return this;
  }

  public Account build() {
    Map<String, Role> byName = new LinkedHashMap<>();
    roles.forEach(role -> byName.put(role.name(), role));
    return new Account(
        id,
        Set.copyOf(buckets),
        Map.copyOf(bucketPolicies),
        Map.copyOf(users),
        Map.copyOf(byName),
        Map.copyOf(oidcProviders),
        Map.copyOf(samlProviders));
  }
}
