package io.rolecall.routes;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigKey;
import io.rolecall.config.PlainHttp;
import io.rolecall.route.Assertion;
import io.rolecall.route.Federation;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.OwnCredentials;
import io.rolecall.routes.RoutesJson.Identity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A base identity that the JSON defines.
 *
 * @param identity as it is written
 */
record DefinedIdentity(Identity identity) {

  private static final Duration ASSERTION_TIMEOUT = Duration.ofMinutes(1);

  /**
   * The identity.
   *
   * @param words reads a word that means one by itself
   * @throws InvalidRouteException if it is not complete, or has what its kind has not
   */
  ChosenIdentity chosen(Function<String, ChosenIdentity> words) {
    String kind = identity.kind() == null ? "" : identity.kind();
    return switch (kind) {
      case "keys", "environment", "chain", "container" -> {
        allow(identity);
        yield words.apply(kind);
      }
      case "instance-profile" -> {
        allow(identity, "endpoint");
        yield plain(
            new OwnCredentials.InstanceProfile(
                Optional.ofNullable(identity.endpoint()).map(DefinedIdentity::uri)));
      }
      case "profile" -> {
        allow(identity, "profile", "file");
        yield plain(
            new OwnCredentials.Profile(
                required(identity.profile(), "profile"),
                Optional.ofNullable(identity.file()).map(DefinedIdentity::path)));
      }
      case "properties" -> {
        allow(identity, "file");
        yield plain(new OwnCredentials.PropertiesFile(path(required(identity.file(), "file"))));
      }
      case "web-identity" -> {
        allow(identity, "tokenFile", "role");
        yield webIdentity(identity.tokenFile(), identity.role());
      }
      case "saml" -> {
        allow(
            identity, "assertionFile", "assertionCommand", "assertionTimeout", "provider", "role");
        yield new ChosenIdentity(
            new Federation.Saml(assertion(identity), Optional.ofNullable(identity.provider())),
            identity.role());
      }
      default ->
          throw new InvalidRouteException(
              "kind '"
                  + kind
                  + "' is not known; expected keys, environment, chain, instance-profile, container,"
                  + " web-identity, profile, properties or saml");
    };
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

  private static void allow(Identity identity, String... fields) {
    Set<String> allowed = Set.of(fields);
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("endpoint", identity.endpoint());
    given.put("profile", identity.profile());
    given.put("file", identity.file());
    given.put("tokenFile", identity.tokenFile());
    given.put("role", identity.role());
    given.put("provider", identity.provider());
    given.put("assertionFile", identity.assertionFile());
    given.put("assertionCommand", identity.assertionCommand());
    given.put("assertionTimeout", identity.assertionTimeout());
    List<String> strange = new ArrayList<>();
    given.forEach(
        (field, value) -> {
          if (value != null && !allowed.contains(field)) {
            strange.add(field);
          }
        });
    if (!strange.isEmpty()) {
      throw new InvalidRouteException(
          "kind '" + identity.kind() + "' has no " + strange + "; its fields: " + List.of(fields));
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
