package io.rolecall.routes.json;

import io.rolecall.route.IdentitySource;
import io.rolecall.route.InvalidRouteException;
import io.rolecall.route.OwnCredentials;
import io.rolecall.routes.json.RoutesJson.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which base identity is meant: a word, a word with its argument, or a name in the JSON. */
public final class IdentityReader {

  /** What routes call the identity of {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY}. */
  public static final String BASE = "base";

  /** What routes call no identity at all. */
  public static final String ANONYMOUS = "anonymous";

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

  private final StaticKeysReader keys;
  private final Map<String, @Nullable Identity> named;
  private final Map<String, ChosenIdentity> known = new HashMap<>();

  /** A reader of the identities that a document names. */
  public IdentityReader(StaticKeysReader keys, Map<String, @Nullable Identity> named) {
    this.keys = keys;
    this.named = named;
  }

  /**
   * Checks what the JSON names, as far as it does not depend on the machine: executors read the
   * routes too.
   *
   * @param name the name
   * @param identity what it stands for
   * @throws InvalidRouteException if the name means something else, or the identity has what its
   *     kind has not
   */
  static void check(String name, @Nullable Identity identity) {
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
    try {
      new DefinedIdentity(identity).check();
    } catch (InvalidRouteException e) {
      throw new InvalidRouteException("identity '" + name + "': " + e.getMessage());
    }
  }

  /**
   * Reads an identity.
   *
   * @param text as in {@link io.rolecall.config.RolecallKeys#BASE_IDENTITY}
   * @throws InvalidRouteException if it names none, or one that is not complete
   */
  public ChosenIdentity read(String text) {
    ChosenIdentity before = known.get(text);
    if (before == null) {
      before = readNew(text);
      known.put(text, before);
    }
    return before;
  }

  private ChosenIdentity readNew(String text) {
    if (text.startsWith(PROFILE) && text.length() > PROFILE.length()) {
      return plain(new OwnCredentials.Profile(text.substring(PROFILE.length()), Optional.empty()));
    }
    if (text.startsWith(PROPERTIES) && text.length() > PROPERTIES.length()) {
      return plain(
          new OwnCredentials.PropertiesFile(
              DefinedIdentity.path(text.substring(PROPERTIES.length()))));
    }
    return switch (text) {
      case "default" -> plain(keysOrChain());
      case "keys" -> plain(keys.get());
      case "environment" -> plain(new OwnCredentials.Environment());
      case "chain" -> plain(new OwnCredentials.DefaultChain());
      case "instance-profile" -> plain(new OwnCredentials.InstanceProfile(Optional.empty()));
      case "container" -> plain(new OwnCredentials.Container());
      case "web-identity" -> DefinedIdentity.webIdentity(null, null);
      case ANONYMOUS ->
          throw new InvalidRouteException(
              "identity 'anonymous' signs nothing, so it cannot call STS; it is for the 'identity'"
                  + " of a route alone");
      default -> named(text);
    };
  }

  private IdentitySource keysOrChain() {
    Optional<OwnCredentials.StaticKeys> found = keys.find();
    return found.isPresent() ? found.get() : new OwnCredentials.DefaultChain();
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
      return new DefinedIdentity(identity).chosen(this::read);
    } catch (InvalidRouteException e) {
      throw new InvalidRouteException("identity '" + name + "': " + e.getMessage());
    }
  }

  private static ChosenIdentity plain(IdentitySource source) {
    return new ChosenIdentity(source, null);
  }
}
