package io.rolecall.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Spark driver the source of its executors' sessions: {@code
 * spark.plugins=io.rolecall.spark.RolecallPlugin}. It needs no Kerberos.
 *
 * <p>Executors need no plugin half. Their file systems ask through {@link SparkSessionChannel},
 * which works before plugins are there: an executor fetches the job's jars first.
 */
public final class RolecallPlugin implements SparkPlugin {

  /** For Spark. */
  public RolecallPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new RolecallDriverPlugin();
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }
}
