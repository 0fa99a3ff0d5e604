package io.rolecall.routes.json;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.iam.ScopePolicy;
import io.rolecall.route.Access;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.KmsKey;
import io.rolecall.route.S3Location;
import io.rolecall.route.Scope;
import io.rolecall.route.ScopedLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is done at a bucket's locations: from a route, and from keys where it is silent. */
public final class ScopeReader {

  private static final String ACL = "fs.s3a.acl.default";
  private static final String ACCESS_POINT = "fs.s3a.accesspoint.arn";

  /** How S3 ends the names of what IAM knows by another ARN, or by other actions. */
  private static final Set<String> NO_BUCKETS = Set.of("-s3alias", "--ol-s3", "--op-s3", "--x-s3");

  private static final String WITHOUT =
      "'kmsKeys' without a 'scope': the role's own policies say which keys it may use. Remove them,"
          + " or name the scope";

  private final RolecallConfig config;

  /** A reader for routes that say no scope of their own: the keys do. */
  public ScopeReader(RolecallConfig config) {
    this.config = config;
  }

  /** The scope of a route of the document; empty for all that its role may do. */
  public Optional<ScopedLocation> of(RoutesJson.Entry entry, S3Location location, Access access) {
    Optional<Scope> scope = entry.scope() == null ? ofKey() : written(entry.scope());
    if (scope.isEmpty() && entry.kmsKeys() != null) {
      throw new InvalidRouteException(WITHOUT);
    }
    return scoped(
        scope,
        entry.kmsKeys(),
        entry.policy() != null && !entry.policy().isNull(),
        location,
        access);
  }

  /** Refuses a scope of a client of another service, which has no objects. */
  public static void checkUnscoped(RoutesJson.Entry entry) {
    if (entry.scope() != null || entry.kmsKeys() != null) {
      throw new InvalidRouteException(
          "'"
              + (entry.scope() == null ? "kmsKeys" : "scope")
              + "' of a client: a scope is about objects of S3. Write a session 'policy' for"
              + " another service");
    }
  }

  /** The scope of a route of keys. */
  public Optional<ScopedLocation> ofKeys(S3Location location, Access access) {
    return scoped(ofKey(), null, false, location, access);
  }

  private static Optional<Scope> written(String text) {
    try {
      return Scope.parse(text);
    } catch (InvalidRouteException e) {
      throw new InvalidRouteException("'scope' is '" + text + "': " + e.getMessage());
    }
  }

  private Optional<Scope> ofKey() {
    return RolecallKeys.SCOPE.get(config.conf());
  }

  private Optional<ScopedLocation> scoped(
      Optional<Scope> scope,
      @Nullable List<String> keys,
      boolean isPolicyOfRoute,
      S3Location location,
      Access access) {
    Optional<Access.Role> role = access.toRole();
    if (scope.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    if (role.get().terms().policy().isPresent()) {
      throw new InvalidRouteException(
          (isPolicyOfRoute ? "'policy'" : RolecallKeys.POLICY.written(config.conf()))
              + " beside the scope '"
              + scope.get()
              + "': a session has one policy, and what both allow cannot be written as one. Keep the"
              + " scope, or set it to 'role' and write what it would allow into the policy");
    }
    checkIsBucket(location);
    checkSetsNoAcl(scope.get());
    ScopePolicy.impossible(location)
        .ifPresent(
            why -> {
              throw new InvalidRouteException("the scope '" + scope.get() + "': " + why);
            });
    return Optional.of(
        new ScopedLocation(location, scope.get(), keys == null ? keysOfKey() : keys(keys)));
  }

  /** Another kind of resource would be denied everything. */
  private void checkIsBucket(S3Location location) {
    String name = location.bucket();
    if (NO_BUCKETS.stream().anyMatch(name::endsWith)) {
      throw new InvalidRouteException(
          "a scope is of a general purpose bucket, which '"
              + name
              + "' is not: set it to 'role', and write a session 'policy' if one is wanted");
    }
    config
        .text(ACCESS_POINT)
        .ifPresent(
            arn -> {
              throw new InvalidRouteException(
                  config.writtenKey(ACCESS_POINT)
                      + " beside a scope, which allows what a bucket's own name is in, and not the"
                      + " access point: set it to 'role', and write a session 'policy' if one is"
                      + " wanted");
            });
  }

  /** Each write would be denied. */
  private void checkSetsNoAcl(Scope scope) {
    if (scope == Scope.READ) {
      return;
    }
    config
        .text(ACL)
        .ifPresent(
            acl -> {
              throw new InvalidRouteException(
                  config.writtenKey(ACL)
                      + " = '"
                      + acl
                      + "' beside the scope '"
                      + scope
                      + "': S3 then asks for s3:PutObjectAcl, which no scope gives, because it can"
                      + " make objects public. Remove the key (a bucket whose owner owns its objects"
                      + " needs none), or set the scope to 'role'");
            });
  }

  private Set<KmsKey> keysOfKey() {
    return RolecallKeys.SCOPE_KMS_KEYS.find(config.conf()).orElse(Set.of());
  }

  private static Set<KmsKey> keys(List<String> texts) {
    if (texts.isEmpty()) {
      throw new InvalidRouteException("'kmsKeys' is empty; name the keys, or leave the field out");
    }
    return KmsKey.all(
        texts.stream().map(text -> FieldText.check("kmsKeys", text == null ? "" : text)).toList());
  }
}
