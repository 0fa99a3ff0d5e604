package io.rolecall.routes.json;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import io.rolecall.route.OwnCredentials.StaticKeys;
import java.util.List;
import java.util.Optional;

/** Finds S3A's static keys, in the configuration or in Hadoop's credential providers. */
public final class StaticKeysReader {

  private static final List<String> KEYS =
      List.of(RolecallConfig.ACCESS_KEY, RolecallConfig.SECRET_KEY, RolecallConfig.SESSION_TOKEN);

  private final RolecallConfig config;

  /** A reader of the keys of this configuration. */
  public StaticKeysReader(RolecallConfig config) {
    this.config = config;
  }

  /** The keys; empty if none is set. */
  public Optional<StaticKeys> find() {
    Optional<String> accessKey = config.secret(RolecallConfig.ACCESS_KEY);
    Optional<String> secretKey = config.secret(RolecallConfig.SECRET_KEY);
    if (accessKey.isEmpty() && secretKey.isEmpty()) {
      return Optional.empty();
    }
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      String written =
          config.writtenSecret(
              accessKey.isEmpty() ? RolecallConfig.SECRET_KEY : RolecallConfig.ACCESS_KEY);
      String missing = accessKey.isEmpty() ? RolecallConfig.ACCESS_KEY : RolecallConfig.SECRET_KEY;
      throw new ConfigException(
          written
              + " is set but "
              + config.besideKey(written, missing)
              + " is not: set both, or neither to use the SDK's default chain",
          null);
    }
    String bucket = config.hasOwnOf(KEYS) ? config.bucket() : "";
    return Optional.of(new StaticKeys(accessKey.get(), bucket));
  }

  /** The keys, which are needed. */
  StaticKeys get() {
    return find()
        .orElseThrow(
            () ->
                new ConfigException(
                    "neither "
                        + RolecallConfig.ACCESS_KEY
                        + " nor "
                        + RolecallConfig.SECRET_KEY
                        + " is set; set both (best in a file of"
                        + " hadoop.security.credential.provider.path), or choose another "
                        + RolecallKeys.BASE_IDENTITY.written(config.conf()),
                    null));
  }
}
