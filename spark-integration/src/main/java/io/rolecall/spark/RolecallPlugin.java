package io.rolecall.spark;

import io.rolecall.spark.channel.SparkSessionChannel;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Makes a Spark driver the source of its executors' sessions: {@code
 * spark.plugins=io.rolecall.spark.RolecallPlugin}. It needs no Kerberos.
 *
 * <p>Executors' file systems ask through {@link SparkSessionChannel}, which works before plugins
 * are there: an executor fetches the job's jars first. Their half of the plugin only counts.
 */
public final class RolecallPlugin implements SparkPlugin {

  /** For Spark. */
  public RolecallPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new RolecallDriverPlugin();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new RolecallExecutorPlugin();
  }
}
