package io.rolecall.logging;

import io.rolecall.process.Once;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loggers of the SDK, of HTTP clients and of Spark's transport that print whole requests and
 * answers below INFO: STS's secret keys, session tokens, assertions. {@link #guard()} keeps them at
 * INFO, whatever a logging configuration says, now or when it is loaded again.
 *
 * <p>Thread-safe.
 */
public final class SecretLoggers {

  private static final Logger LOG = LoggerFactory.getLogger(SecretLoggers.class);

  /** Any class of the SDK: its class loader says which copy of a back end it logs to. */
  private static final String OF_SDK = "software.amazon.awssdk.core.SdkClient";

  private static final Once WARNED = new Once();

  private SecretLoggers() {}

  /**
   * Guards them in Log4j 2, Log4j 1 and {@code java.util.logging}, and warns once of those that are
   * still below INFO, where another back end is in use. To be called whenever Rolecall is about to
   * ask for a session: a back end may have started, or a level may have been set, since.
   */
  public static void guard() {
    List<String> elsewhere = new ArrayList<>();
    if (isPresent("org.apache.logging.log4j.core.LoggerContext", elsewhere)) {
      Log4j2Guard.guard();
    }
    // The bridge to Log4j 2 has the same classes, and loggers that Log4j 2 guards.
    if (isPresent("org.apache.log4j.Hierarchy", elsewhere)
        && !isPresent("org.apache.log4j.bridge.LogEventAdapter", new ArrayList<>())) {
      Log4j1Guard.guard();
    }
    JavaLoggingGuard.guard();
    List<String> open =
        LoggerNames.LEAVES.stream()
            .filter(name -> LoggerFactory.getLogger(name).isDebugEnabled())
            .toList();
    if ((!open.isEmpty() || !elsewhere.isEmpty()) && WARNED.isFirst("warn")) {
      warn(open, elsewhere);
    }
  }

  private static void warn(List<String> open, List<String> elsewhere) {
    if (!open.isEmpty()) {
      LOG.warn(
          "These loggers print session credentials below INFO, are enabled for DEBUG, and this"
              + " logging back end ({}) cannot be set from here; set them to INFO: {}",
          LoggerFactory.getILoggerFactory().getClass().getName(),
          open);
    }
    if (!elsewhere.isEmpty()) {
      LOG.warn(
          "The AWS SDK logs to another copy of {} than Rolecall, which cannot be set from here; in"
              + " its configuration, set these loggers to INFO: {}",
          elsewhere,
          LoggerNames.ALL);
    }
  }

  private static boolean isPresent(String name, List<String> elsewhere) {
    ClassLoader ours = SecretLoggers.class.getClassLoader();
    Class<?> seen = find(name, ours);
    Class<?> sdk = find(OF_SDK, ours);
    Class<?> ofSdk = sdk == null ? seen : find(name, sdk.getClassLoader());
    if (ofSdk != null && ofSdk != seen) {
      elsewhere.add(name);
    }
    return seen != null;
  }

  private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
