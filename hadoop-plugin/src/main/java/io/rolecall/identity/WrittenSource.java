package io.rolecall.identity;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.IdentitySource;
import java.util.List;
import java.util.Map;

/**
 * A source of base credentials with what it is read from: static keys with the same id are not the
 * same where their secrets differ. Holds secrets, which its text does not show.
 *
 * @param source the source
 * @param keys the keys of the configuration that it is read from, as they are written
 */
public record WrittenSource(IdentitySource source, Map<String, String> keys) {

  private static final List<String> STATIC_KEYS =
      List.of(
          RolecallConfig.ACCESS_KEY,
          RolecallConfig.SECRET_KEY,
          RolecallConfig.SESSION_TOKEN,
          RolecallConfig.CREDENTIAL_PROVIDERS);

  /** Copies the keys. */
  public WrittenSource {
    requireNonNull(source, "source");
    keys = Map.copyOf(keys);
  }

  /**
   * A source as a configuration has it. Reads no credential store.
   *
   * @param source the source
   * @param config the settings
   * @return the source and its keys
   */
  public static WrittenSource of(IdentitySource source, RolecallConfig config) {
    return new WrittenSource(
        source, config.written(source.isInConfiguration() ? STATIC_KEYS : List.of()));
  }

  /** The source; no keys. */
  @Override
  public String toString() {
    return source.toString();
  }
}
