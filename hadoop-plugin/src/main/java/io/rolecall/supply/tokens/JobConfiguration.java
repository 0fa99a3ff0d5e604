package io.rolecall.supply.tokens;

import io.rolecall.config.RolecallKeys;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** The configuration of whoever mints for one job. */
public final class JobConfiguration {

  private JobConfiguration() {}

  /**
   * A copy that mints, and names the job.
   *
   * @param conf the job's configuration
   * @param job the job's id, if the configuration has none; empty for one that is made up
   */
  public static Configuration of(Configuration conf, Optional<String> job) {
    Configuration own = new Configuration(conf);
    // Whoever asks for new sessions has an identity, whatever token lies beside it.
    own.set(RolecallKeys.PROCESS.name(), "driver");
    if (RolecallKeys.JOB_ID.find(own).isEmpty()) {
      own.set(
          RolecallKeys.JOB_ID.name(),
          job.orElseGet(() -> "rolecall-" + UUID.randomUUID().toString().substring(0, 8)));
    }
    return own;
  }
}
