package io.rolecall.routes;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigKey;
import io.rolecall.config.PlainHttp;
import io.rolecall.route.IdentitySource;
import io.rolecall.route.IdentitySource.Assertion;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.routes.RoutesJson.Identity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which base identity is meant: a word, a word with its argument, or a name in the JSON. */
final class IdentityReader {

  /** What routes call the identity of {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY}. */
  static final String BASE = "base";

  /** What routes call no identity at all. */
  static final String ANONYMOUS = "anonymous";

  private static final String PROFILE = "profile:";
  private static final String PROPERTIES = "properties:";
  private static final List<String> WORDS =
      List.of(
          "default",
          "keys",
          "environment",
          "chain",
          "instance-profile",
          "container",
          "web-identity");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");
  private static final Duration ASSERTION_TIMEOUT = Duration.ofMinutes(1);

  private final StaticKeysReader keys;
  private final Map<String, @Nullable Identity> named;
  private final Map<String, ChosenIdentity> known = new HashMap<>();

  IdentityReader(StaticKeysReader keys, Map<String, @Nullable Identity> named) {
    this.keys = keys;
    this.named = named;
    named.forEach(IdentityReader::checkNamed);
  }

  private static void checkNamed(String name, @Nullable Identity identity) {
    if (!NAME.matcher(name).matches()
        || name.equals(BASE)
        || name.equals(ANONYMOUS)
        || WORDS.contains(name)) {
      throw new InvalidRouteException(
          "identity '"
              + name
              + "': expected a name of letters, digits, '.', '_' and '-' that is not one of "
              + BASE
              + ", "
              + ANONYMOUS
              + ", "
              + String.join(", ", WORDS));
    }
    if (identity == null) {
      throw new InvalidRouteException(
          "identity '" + name + "' is null; expected an object with its 'kind'");
    }
  }

  /**
   * Reads an identity.
   *
   * @param text as in {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY}
   * @throws InvalidRouteException if it names none, or one that is not complete
   */
  ChosenIdentity read(String text) {
    ChosenIdentity before = known.get(text);
    if (before == null) {
      before = readNew(text);
      known.put(text, before);
    }
    return before;
  }

  private ChosenIdentity readNew(String text) {
    if (text.startsWith(PROFILE) && text.length() > PROFILE.length()) {
      return plain(new IdentitySource.Profile(text.substring(PROFILE.length()), Optional.empty()));
    }
    if (text.startsWith(PROPERTIES) && text.length() > PROPERTIES.length()) {
      return plain(new IdentitySource.PropertiesFile(path(text.substring(PROPERTIES.length()))));
    }
    return switch (text) {
      case "default" -> plain(keysOrChain());
      case "keys" -> plain(keys.get());
      case "environment" -> plain(new IdentitySource.Environment());
      case "chain" -> plain(new IdentitySource.DefaultChain());
      case "instance-profile" -> plain(new IdentitySource.InstanceProfile(Optional.empty()));
      case "container" -> plain(new IdentitySource.Container());
      case "web-identity" -> webIdentity(null, null);
      case ANONYMOUS ->
          throw new InvalidRouteException(
              "identity 'anonymous' signs nothing, so it cannot call STS; it is for the 'identity'"
                  + " of a route alone");
      default -> named(text);
    };
  }

  private IdentitySource keysOrChain() {
    Optional<IdentitySource.StaticKeys> found = keys.find();
    return found.isPresent() ? found.get() : new IdentitySource.DefaultChain();
  }

  private ChosenIdentity named(String name) {
    Identity identity = named.get(name);
    if (identity == null) {
      throw new InvalidRouteException(
          "identity '"
              + name
              + "' is not known; expected one of 'identities' "
              + named.keySet()
              + ", or "
              + String.join(", ", WORDS)
              + ", "
              + PROFILE
              + "NAME, "
              + PROPERTIES
              + "FILE");
    }
    try {
      return defined(identity);
    } catch (InvalidRouteException e) {
      throw new InvalidRouteException("identity '" + name + "': " + e.getMessage());
    }
  }

  private ChosenIdentity defined(Identity identity) {
    String kind = identity.kind() == null ? "" : identity.kind();
    return switch (kind) {
      case "keys", "environment", "chain", "container" -> {
        allow(identity);
        yield read(kind);
      }
      case "instance-profile" -> {
        allow(identity, "endpoint");
        yield plain(
            new IdentitySource.InstanceProfile(
                Optional.ofNullable(identity.endpoint()).map(IdentityReader::uri)));
      }
      case "profile" -> {
        allow(identity, "profile", "file");
        yield plain(
            new IdentitySource.Profile(
                required(identity.profile(), "profile"),
                Optional.ofNullable(identity.file()).map(IdentityReader::path)));
      }
      case "properties" -> {
        allow(identity, "file");
        yield plain(new IdentitySource.PropertiesFile(path(required(identity.file(), "file"))));
      }
      case "web-identity" -> {
        allow(identity, "tokenFile", "role");
        yield webIdentity(identity.tokenFile(), identity.role());
      }
      case "saml" -> {
        allow(
            identity, "assertionFile", "assertionCommand", "assertionTimeout", "provider", "role");
        yield new ChosenIdentity(
            new IdentitySource.Saml(assertion(identity), Optional.ofNullable(identity.provider())),
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
  private static ChosenIdentity webIdentity(@Nullable String tokenFile, @Nullable String role) {
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
    return new ChosenIdentity(new IdentitySource.WebIdentity(path(file)), assumed);
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

  private static Path path(String text) {
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
