package io.rolecall.routes.json;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigKey;
import io.rolecall.config.PlainHttp;
import io.rolecall.route.Assertion;
import io.rolecall.route.Federation;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.OwnCredentials;
import io.rolecall.route.RoleArn;
import io.rolecall.route.RoleTemplate;
import io.rolecall.routes.json.RoutesJson.Identity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A base identity that the JSON defines.
 *
 * @param identity as it is written
 */
record DefinedIdentity(Identity identity) {

  private static final Duration ASSERTION_TIMEOUT = Duration.ofMinutes(1);

  /** The fields of each kind. */
  private static final Map<String, List<String>> FIELDS = fields();

  private static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("keys", List.of());
    fields.put("environment", List.of());
    fields.put("chain", List.of());
    fields.put("instance-profile", List.of("endpoint"));
    fields.put("container", List.of());
    fields.put("web-identity", List.of("tokenFile", "role"));
    fields.put("profile", List.of("profile", "file"));
    fields.put("properties", List.of("file"));
    fields.put(
        "saml",
        List.of("assertionFile", "assertionCommand", "assertionTimeout", "provider", "role"));
    return Collections.unmodifiableMap(fields);
  }

  /**
   * Checks what does not depend on the machine.
   *
   * @throws InvalidRouteException if it is not complete, or has what its kind has not
   */
  void check() {
    List<String> known = FIELDS.get(kind());
    if (known == null) {
      throw unknownKind();
    }
    Map<String, @Nullable Object> given = identity.fields();
    given.values().removeIf(Objects::isNull);
    List<String> strange = given.keySet().stream().filter(name -> !known.contains(name)).toList();
    if (!strange.isEmpty()) {
      throw new InvalidRouteException(
          "kind '" + kind() + "' has no " + strange + "; its fields: " + known);
    }
    switch (kind()) {
      case "instance-profile" -> endpoint();
      case "profile" -> required(identity.profile(), "profile");
      case "properties" -> required(identity.file(), "file");
      case "saml" -> assertion(identity);
      default -> {
        // Its fields can be left out.
      }
    }
    if (identity.role() != null) {
      checkRole(identity.role());
    }
    given.forEach((name, value) -> FieldText.check(name, String.valueOf(value)));
  }

  private static void checkRole(String role) {
    if (RoleTemplate.isTemplate(role)) {
      throw new InvalidRouteException(
          "'role' is '"
              + role
              + "', which would depend on who calls: a base identity is the same for all users. Name"
              + " one role, and write {user} or {group} into the 'role' of a route, with 'allowed'");
    }
    RoleArn.parse(role);
  }

  /**
   * The identity.
   *
   * @param words reads a word that means one by itself
   * @throws InvalidRouteException if it is not complete, or this machine has not what it needs
   */
  ChosenIdentity chosen(Function<String, ChosenIdentity> words) {
    return switch (kind()) {
      case "keys", "environment", "chain", "container" -> words.apply(kind());
      case "instance-profile" -> plain(new OwnCredentials.InstanceProfile(endpoint()));
      case "profile" ->
          plain(
              new OwnCredentials.Profile(
                  required(identity.profile(), "profile"),
                  Optional.ofNullable(identity.file()).map(DefinedIdentity::path)));
      case "properties" ->
          plain(new OwnCredentials.PropertiesFile(path(required(identity.file(), "file"))));
      case "web-identity" -> webIdentity(identity.tokenFile(), identity.role());
      case "saml" ->
          new ChosenIdentity(
              new Federation.Saml(assertion(identity), Optional.ofNullable(identity.provider())),
              identity.role());
      default -> throw unknownKind();
    };
  }

  private String kind() {
    return identity.kind() == null ? "" : identity.kind();
  }

  private InvalidRouteException unknownKind() {
    List<String> kinds = List.copyOf(FIELDS.keySet());
    return new InvalidRouteException(
        "kind '"
            + kind()
            + "' is not known; expected "
            + String.join(", ", kinds.subList(0, kinds.size() - 1))
            + " or "
            + kinds.get(kinds.size() - 1));
  }

  private Optional<URI> endpoint() {
    return Optional.ofNullable(identity.endpoint()).map(DefinedIdentity::uri);
  }

  private static ChosenIdentity plain(IdentitySource source) {
    return new ChosenIdentity(source, null);
  }

  /** Where nothing is named, what EKS sets in the environment of a pod. */
  static ChosenIdentity webIdentity(@Nullable String tokenFile, @Nullable String role) {
    String file =
        tokenFile == null
            ? EnvironmentText.find("aws.webIdentityTokenFile", "AWS_WEB_IDENTITY_TOKEN_FILE")
            : tokenFile;
    if (file == null) {
      throw new InvalidRouteException(
          "AWS_WEB_IDENTITY_TOKEN_FILE is not set; expected EKS to set it for the pod's service"
              + " account, or an identity of kind 'web-identity' that names its 'tokenFile'");
    }
    String assumed =
        role == null && tokenFile == null
            ? EnvironmentText.find("aws.roleArn", "AWS_ROLE_ARN")
            : role;
    return new ChosenIdentity(new Federation.WebIdentity(path(file)), assumed);
  }

  private static Assertion assertion(Identity identity) {
    String file = identity.assertionFile();
    List<String> command = identity.assertionCommand();
    if ((file == null) == (command == null)) {
      throw new InvalidRouteException(
          "expected exactly one of 'assertionFile' and 'assertionCommand'");
    }
    if (file != null) {
      if (identity.assertionTimeout() != null) {
        throw new InvalidRouteException(
            "'assertionTimeout' beside 'assertionFile': it is for 'assertionCommand'; remove one of"
                + " them");
      }
      return new Assertion.File(path(file));
    }
    List<String> words = requireNonNull(command);
    if (words.stream().anyMatch(Objects::isNull)) {
      throw new InvalidRouteException(
          "null in 'assertionCommand'; expected a program and its arguments");
    }
    String timeout = identity.assertionTimeout();
    return new Assertion.Command(words, timeout == null ? ASSERTION_TIMEOUT : duration(timeout));
  }

  private static Duration duration(String text) {
    try {
      return ConfigKey.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRouteException("assertionTimeout '" + text + "': " + e.getMessage());
    }
  }

  private static String required(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw new InvalidRouteException("no '" + field + "'");
    }
    return value;
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidRouteException("'" + text + "' is not a path: " + e.getMessage());
    }
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null) {
        PlainHttp.checkMetadata(uri, text);
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls to the message below, which says the same.
    }
    throw new InvalidRouteException("endpoint '" + text + "': expected a URI");
  }
}
