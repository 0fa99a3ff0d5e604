package io.rolecall.spark;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declarations;
import io.rolecall.job.SessionIssuer;
import io.rolecall.spark.channel.DriverChannel;
import io.rolecall.spark.channel.ExecutorQuestion;
import io.rolecall.spark.traffic.DriverTraffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's half: mints sessions under the application's id, and answers executors. */
final class RolecallDriverPlugin implements DriverPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(RolecallDriverPlugin.class);

  private final ExecutorWatch executors = new ExecutorWatch();
  private final DriverTraffic traffic = new DriverTraffic();
  private @Nullable DriverChannel channel;
  private @Nullable SessionIssuer issuer;

  @Override
  public Map<String, String> init(SparkContext sc, PluginContext pluginContext) {
    DriverChannel opened = DriverChannel.open(sc.getConf(), sc.version());
    channel = opened;
    opened.warning().ifPresent(LOG::warn);
    try {
      issuer = SessionIssuer.create(sc.hadoopConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SettingsForExecutors.tellExecutors(sc);
    issuer.declareJob(sc::applicationId, sc.appName());
    Redaction.extend(sc.conf());
    ConfigurationWarnings.of(sc.getConf()).forEach(LOG::warn);
    try {
      Declarations.current()
          .map(declared -> Catalogs.check(sc.getConf(), declared.sets(), this::isThere))
          .orElse(List.of())
          .forEach(LOG::warn);
      SessionsForPrograms.prepare(sc);
    } catch (ConfigException e) {
      shutdown();
      throw e;
    }
    sc.addSparkListener(executors);
    sc.addSparkListener(traffic);
    return Map.of();
  }

  /**
   * Where the application's jars are, Iceberg's and Comet's may be among them. A class of
   * Rolecall's is there and cannot be loaded all the same, where what it implements is in a jar
   * that its own loader does not see.
   */
  private boolean isThere(String name) {
    ClassLoader own = RolecallDriverPlugin.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      Class.forName(name, false, context == null ? own : context);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.debug("{} cannot be loaded", name, e);
      return false;
    }
  }

  /** Called when the application's id is known. */
  @Override
  public void registerMetrics(String appId, PluginContext pluginContext) {
    issuer().jobIdKnown();
    traffic.register(appId, pluginContext.metricRegistry());
  }

  /**
   * Answers at once: all executors ask on one thread of Spark's. Before the application's id is
   * known, the answer is when to ask again.
   */
  @Override
  public @Nullable Object receive(Object message) throws IOException {
    requireNonNull(channel, "Spark calls init first").admit();
    if (message instanceof String text && DriverTraffic.isFor(text)) {
      traffic.receive(text);
      return null;
    }
    if (!(message instanceof byte[] bytes)) {
      throw new IOException(
          "expected the question of a Rolecall executor, got " + message.getClass());
    }
    ExecutorQuestion question = ExecutorQuestion.decode(bytes);
    executors.asked(question.executorId());
    LOG.debug("executor {} asks for sessions", question.executorId());
    return issuer().answer(question.executorId(), question.request());
  }

  private SessionIssuer issuer() {
    return requireNonNull(issuer, "Spark calls init first");
  }

  @Override
  public void shutdown() {
    try {
      traffic.close();
    } finally {
      if (issuer != null) {
        issuer.close();
      }
    }
  }
}
