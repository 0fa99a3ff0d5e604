package io.rolecall.spark;

import io.rolecall.spark.traffic.ExecutorTraffic;
import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors' half: tells what their routes go through, which sessions do not need; and does not
 * let an executor start whose native reader would not find Rolecall.
 */
final class RolecallExecutorPlugin implements ExecutorPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(RolecallExecutorPlugin.class);

  private @Nullable ExecutorTraffic traffic;

  @Override
  public void init(PluginContext context, Map<String, String> extraConf) {
    ClassLoader own = RolecallExecutorPlugin.class.getClassLoader();
    ClassLoader ofJars = Thread.currentThread().getContextClassLoader();
    CometBridge.check(context.conf(), ofJars == null ? own : ofJars);
    try {
      traffic = new ExecutorTraffic(context);
    } catch (LinkageError e) {
      // An executor that reads nothing from S3 does without the jar.
      LOG.error(
          "Rolecall's Hadoop jar is missing or does not fit: {}. Name both of Rolecall's jars in"
              + " spark.jars, or put them on spark.executor.extraClassPath",
          e.toString());
    }
  }

  @Override
  public void shutdown() {
    if (traffic != null) {
      traffic.close();
    }
  }
}
