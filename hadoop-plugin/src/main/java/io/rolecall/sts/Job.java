package io.rolecall.sts;

import io.rolecall.config.RolecallConfig;
import io.rolecall.config.RolecallKeys;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The job that this process works for. Its id may become known late: Spark makes its first
 * FileSystems before it has an application id. Thread-safe.
 */
public final class Job implements Supplier<JobIdentity> {

  private static final Pattern YARN_CONTAINER =
      Pattern.compile("container_(?:e\\d+_)?(\\d+_\\d+)_\\d+_\\d+");

  private final Optional<String> configuredId;
  private final Optional<String> configuredName;
  private final String user;
  private final String fallbackId = "rolecall-" + UUID.randomUUID().toString().substring(0, 8);
  private volatile Supplier<@Nullable String> declaredId = () -> null;
  private volatile String declaredName = "";

  /**
   * A job whose id and name the configuration or the environment tells, or whoever declares it.
   *
   * @param config the configuration
   * @param user the Hadoop user
   */
  public Job(RolecallConfig config, String user) {
    this.configuredId =
        config
            .find(RolecallKeys.JOB_ID)
            .or(() -> first(config, "spark.app.id", "mapreduce.job.id"))
            .or(() -> yarnApplication(System.getenv("CONTAINER_ID")));
    this.configuredName =
        config
            .find(RolecallKeys.JOB_NAME)
            .or(() -> first(config, "spark.app.name", "mapreduce.job.name"));
    this.user = user;
  }

  private static Optional<String> first(RolecallConfig config, String... keys) {
    return Stream.of(keys).map(config::text).flatMap(Optional::stream).findFirst();
  }

  static Optional<String> yarnApplication(@Nullable String containerId) {
    if (containerId == null) {
      return Optional.empty();
    }
    Matcher container = YARN_CONTAINER.matcher(containerId);
    return container.matches()
        ? Optional.of("application_" + container.group(1))
        : Optional.empty();
  }

  /**
   * Says what the job is called; the configuration's own word still goes first.
   *
   * @param id gives the job's id; null as long as it is not known
   * @param name the job's name; may be empty
   */
  public void declare(Supplier<@Nullable String> id, String name) {
    declaredId = id;
    declaredName = name;
  }

  /**
   * Whether the id is not made up.
   *
   * @return false as long as nobody has told it
   */
  public boolean isKnown() {
    return configuredId.isPresent() || declaredId.get() != null;
  }

  @Override
  public JobIdentity get() {
    String known = declaredId.get();
    return new JobIdentity(
        configuredId.orElse(known == null ? fallbackId : known),
        configuredName.orElse(declaredName),
        user);
  }
}
