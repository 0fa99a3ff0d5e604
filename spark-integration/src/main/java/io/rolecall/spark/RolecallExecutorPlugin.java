package io.rolecall.spark;

import io.rolecall.config.RolecallKeys;
import io.rolecall.spark.traffic.ExecutorTraffic;
import io.rolecall.supply.sessions.ExecutorSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

  /** Spark's name of the driver among executor ids. */
  private static final String DRIVER = "driver";

  private @Nullable ExecutorTraffic traffic;
  private @Nullable ExecutorSessions programs;

  @Override
  public void init(PluginContext context, Map<String, String> extraConf) {
    ClassLoader own = RolecallExecutorPlugin.class.getClassLoader();
    ClassLoader ofJars = Thread.currentThread().getContextClassLoader();
    CometBridge.check(context.conf(), ofJars == null ? own : ofJars);
    try {
      traffic = new ExecutorTraffic(context);
      if (!context.executorID().equals(DRIVER)) {
        programs = ExecutorSessions.begin(Path.of(""), System.getenv(), LOG::warn).orElse(null);
      }
    } catch (IOException e) {
      // Whoever asked for it has jobs that fail without, or sign with whatever they find.
      throw new UncheckedIOException(
          RolecallKeys.EXECUTOR_SESSIONS.name() + ": " + e.getMessage(), e);
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
    if (programs != null) {
      try {
        programs.close();
      } catch (IOException e) {
        LOG.warn("{} could not be removed: {}", programs, e.getMessage());
      }
    }
    if (traffic != null) {
      traffic.close();
    }
  }
}
