package io.rolecall.supply;

import io.rolecall.handoff.StoreSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a file of profiles, as AWS's command and SDKs read it.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">the format</a>
 */
final class AwsConfigText {

  private static final String DEFAULT = "default";

  private final StringBuilder profiles = new StringBuilder();
  private final StringBuilder services = new StringBuilder();
  private int stores;

  /**
   * Adds a profile.
   *
   * @param name its name; empty for what clients use that name none
   * @param store where the bucket is that it is for
   * @param session the file with its session, as a credential process prints it; empty if clients
   *     get it otherwise
   */
  void add(Optional<String> name, StoreSettings store, Optional<Path> session) {
    String called = name.orElse(DEFAULT);
    profiles.append(called.equals(DEFAULT) ? "[default]\n" : "[profile " + called + "]\n");
    session.ifPresent(
        file -> profiles.append("credential_process = cat '").append(file).append("'\n"));
    store.region().ifPresent(region -> profiles.append("region = ").append(region).append('\n'));
    store
        .endpoint()
        .ifPresent(
            uri -> {
              stores++;
              profiles.append("services = store-").append(stores).append('\n');
              services
                  .append("[services store-")
                  .append(stores)
                  .append("]\ns3 =\n  endpoint_url = ")
                  .append(uri)
                  .append('\n');
            });
    if (store.pathStyle()) {
      profiles.append("s3 =\n  addressing_style = path\n");
    }
  }

  /** The text. */
  @Override
  public String toString() {
    return profiles.toString() + services;
  }
}
