package io.rolecall.doctor.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.doctor.check.Check;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.Findings;
import io.rolecall.doctor.check.Findings.Candidate;
import io.rolecall.route.Access;
import io.rolecall.route.KmsKey;
import io.rolecall.route.Place;
import io.rolecall.route.ScopedLocation;
import io.rolecall.routes.RouteBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Looks for KMS keys that sessions may not use though they are written with: those that a scope
 * does not name, and those that a session policy names by an alias, which IAM does not look up.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html">AWS:
 *     keys in IAM policies</a>
 */
public final class KmsKeyCheck implements Check {

  private static final String STEP = "KMS key";
  private static final Set<String> ALGORITHMS = Set.of("SSE-KMS", "DSSE-KMS");

  /** S3A's keys, the newer names first. */
  private static final List<String> ALGORITHM =
      List.of("fs.s3a.encryption.algorithm", "fs.s3a.server-side-encryption-algorithm");

  private static final List<String> KEY =
      List.of("fs.s3a.encryption.key", "fs.s3a.server-side-encryption.key");

  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public List<CheckStep> check(CheckContext context, Findings findings) {
    List<CheckStep> steps = new ArrayList<>();
    Map<RouteBook, Map<Place, ScopedLocation>> scopes = new HashMap<>();
    for (Candidate candidate : findings.ofAllSets()) {
      Optional<Access.Role> role = candidate.route().access().toRole();
      if (role.isPresent()) {
        Place place = candidate.route().place();
        List<CheckStep> found = new ArrayList<>(byAlias(place, role.get()));
        Optional.ofNullable(
                scopes.computeIfAbsent(candidate.book(), KmsKeyCheck::scopes).get(place))
            .flatMap(scope -> unnamed(candidate.routed().config(), scope))
            .ifPresent(found::add);
        found.forEach(step -> steps.add(step.withDetail(candidate.ofWhom() + step.detail())));
      }
    }
    return steps;
  }

  private static Map<Place, ScopedLocation> scopes(RouteBook book) {
    Map<Place, ScopedLocation> scopes = new HashMap<>();
    try {
      book.all()
          .forEach(routed -> routed.scope().ifPresent(scope -> scopes.put(routed.place(), scope)));
    } catch (ConfigException e) {
      // Another check tells of it.
    }
    return scopes;
  }

  /** A key that jobs write with, and that the sessions of a scope may not use. */
  private static Optional<CheckStep> unnamed(RolecallConfig config, ScopedLocation scoped) {
    try {
      Optional<String> written =
          KEY.stream().filter(key -> config.secret(key).isPresent()).findFirst();
      boolean byKms =
          ALGORITHM.stream()
              .flatMap(key -> config.secret(key).stream())
              .findFirst()
              .filter(ALGORITHMS::contains)
              .isPresent();
      if (written.isEmpty() || !byKms || !scoped.scope().writes()) {
        return Optional.empty();
      }
      String name = config.writtenSecret(written.get());
      String value = config.secret(written.get()).orElse("");
      Optional<KmsKey> key = KmsKey.of(value);
      boolean isKnown =
          key.isPresent() ? scoped.keys().contains(key.get()) : !scoped.keys().isEmpty();
      return isKnown ? Optional.empty() : Optional.of(warning(name, value, key, scoped));
    } catch (ConfigException e) {
      return Optional.empty(); // Whoever needs the credential store is told.
    }
  }

  private static CheckStep warning(
      String name, String value, Optional<KmsKey> key, ScopedLocation scoped) {
    String namesNot =
        scoped.location()
            + " is written with "
            + name
            + " = '"
            + value
            + "', which its scope '"
            + scoped.scope()
            + "' does not name: its sessions may not use the key";
    String where = "'kmsKeys' of its route, or in " + RolecallKeys.SCOPE_KMS_KEYS.name();
    return CheckStep.warning(
        STEP,
        namesNot,
        key.isPresent()
            ? "Name it in " + where
            : "Name its ARN, which 'aws kms describe-key' prints, in "
                + where
                + ": IAM does not look up which key an alias or id stands for");
  }

  /** What a session policy of one's own allows with a key that it names by an alias. */
  private static List<CheckStep> byAlias(Place place, Access.Role role) {
    return role.terms().policy().stream()
        .flatMap(policy -> aliases(policy).stream())
        .distinct()
        .map(
            alias ->
                CheckStep.warning(
                    STEP,
                    "the session policy of "
                        + place
                        + " allows the use of "
                        + alias
                        + ": IAM compares the ARN of the key itself, so that this allows nothing",
                    "Write the key's ARN, which 'aws kms describe-key' prints"))
        .toList();
  }

  private static List<String> aliases(String policy) {
    try {
      return elements(MAPPER.readTree(policy).path("Statement")).stream()
          .filter(statement -> statement.path("Effect").asText().equals("Allow"))
          .filter(
              statement -> elements(statement.path("Action")).stream().anyMatch(KmsKeyCheck::isUse))
          .flatMap(statement -> elements(statement.path("Resource")).stream())
          .map(JsonNode::asText)
          .filter(resource -> resource.matches("arn:[^:]*:kms:[^:]*:[^:]*:alias/.*"))
          .toList();
    } catch (JsonProcessingException e) {
      return List.of(); // STS tells of it.
    }
  }

  /** Aliases themselves are made and removed by their ARNs. */
  private static boolean isUse(JsonNode action) {
    return action.asText().startsWith("kms:") && !action.asText().contains("Alias");
  }

  /** One, or an array of some. */
  private static List<JsonNode> elements(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).toList()
        : List.of(node);
  }
}
