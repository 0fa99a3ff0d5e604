package io.rolecall.spark.channel;

import io.rolecall.executor.SessionChannel;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.internal.plugin.PluginEndpoint;
import org.apache.spark.internal.plugin.PluginMessage;
import org.apache.spark.util.RpcUtils;
import scala.reflect.ClassTag$;

/**
 * Asks the driver's half of Rolecall's plugin from an executor.
 *
 * <p>It calls the endpoint that Spark gives to plugins directly, and not through a {@code
 * PluginContext}: executors fetch jars, perhaps from S3, before they start plugins.
 */
public final class SparkSessionChannel implements SessionChannel {

  /** The plugin, which stands above this package and answers. */
  private static final String PLUGIN = "io.rolecall.spark.RolecallPlugin";

  /** Spark's name of the driver among executor ids. */
  private static final String DRIVER = "driver";

  /** For the service loader. */
  public SparkSessionChannel() {}

  @Override
  public boolean isOpen() {
    SparkEnv env = SparkEnv.get();
    return env != null && !env.executorId().equals(DRIVER) && isPluginOf(env.conf());
  }

  @Override
  public boolean isDriver() {
    SparkEnv env = SparkEnv.get();
    return env != null && env.executorId().equals(DRIVER);
  }

  /**
   * Whether a job has the plugin that answers.
   *
   * @param conf the job's configuration
   * @return whether {@code spark.plugins} names it
   */
  public static boolean isPluginOf(SparkConf conf) {
    return Arrays.stream(conf.get("spark.plugins", "").split(","))
        .anyMatch(plugin -> plugin.trim().equals(PLUGIN));
  }

  @Override
  public byte[] ask(byte[] request) throws IOException {
    SparkEnv env = SparkEnv.get();
    PluginMessage message =
        new PluginMessage(PLUGIN, new ExecutorQuestion(env.executorId(), request).encode());
    try {
      return RpcUtils.makeDriverRef(PluginEndpoint.class.getName(), env.conf(), env.rpcEnv())
          .askSync(message, ClassTag$.MODULE$.<byte[]>apply(byte[].class));
    } catch (RuntimeException e) {
      throw new IOException(
          "executor " + env.executorId() + " got no sessions from its driver: " + e.getMessage(),
          e);
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      throw new IOException("executor " + env.executorId() + " cannot ask its driver: " + e, e);
    }
  }
}
