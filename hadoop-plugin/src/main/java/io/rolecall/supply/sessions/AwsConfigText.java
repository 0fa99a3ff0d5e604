package io.rolecall.supply.sessions;

import io.rolecall.handoff.StoreSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a file of profiles, as AWS's command and SDKs read it.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">the format</a>
 */
public final class AwsConfigText {

  private static final String DEFAULT = "default";

  /** What every reader of such a file takes for a part of a path, and a shell too. */
  private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z0-9/._@+=:,~-]+");

  private final StringBuilder profiles = new StringBuilder();
  private final StringBuilder services = new StringBuilder();
  private int stores;

  /**
   * Adds a profile.
   *
   * @param name its name; empty for what clients use that name none
   * @param store where the bucket is that it is for
   * @param process the command that prints its session; empty if clients get it otherwise
   */
  public void add(Optional<String> name, StoreSettings store, Optional<String> process) {
    String called = name.orElse(DEFAULT);
    profiles.append(called.equals(DEFAULT) ? "[default]\n" : "[profile " + called + "]\n");
    process.ifPresent(
        command -> profiles.append("credential_process = ").append(command).append('\n'));
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

  /** Whether a path can be named in a profile's process. */
  public static boolean canBeQuoted(String path) {
    return QUOTABLE.matcher(path).matches();
  }

  /** The text. */
  @Override
  public String toString() {
    return profiles.toString() + services;
  }
}
