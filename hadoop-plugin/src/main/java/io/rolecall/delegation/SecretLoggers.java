package io.rolecall.delegation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps session credentials out of DEBUG logs: some loggers of the SDK and its HTTP client print
 * whole requests and answers, session tokens and STS's secret keys included. They are set to INFO,
 * where the logging back end is one of those that Hadoop and Spark ship.
 */
final class SecretLoggers {

  private static final Logger LOG = LoggerFactory.getLogger(SecretLoggers.class);

  private static final List<String> NAMES =
      List.of(
          "org.apache.http.wire",
          "org.apache.http.headers",
          "org.apache.http.impl.conn.Wire",
          "software.amazon.awssdk.http.auth.aws.internal.signer",
          "software.amazon.awssdk.auth.signer",
          "software.amazon.awssdk.request",
          "software.amazon.awssdk.http.nio.netty.internal",
          "io.netty.handler.logging.LoggingHandler");

  private static final AtomicBoolean DONE = new AtomicBoolean();

  private SecretLoggers() {}

  /** Sets them once per process. */
  static void quieten() {
    if (!DONE.compareAndSet(false, true)) {
      return;
    }
    boolean set = viaLog4j2() || viaLog4j1();
    if (!set && LoggerFactory.getLogger(NAMES.get(0)).isDebugEnabled()) {
      LOG.warn(
          "DEBUG is on for loggers that print session credentials, and this logging back end cannot be"
              + " set from here. Set these to INFO: {}",
          NAMES);
    }
  }

  private static boolean viaLog4j2() {
    return setAll(
        "org.apache.logging.log4j.core.config.Configurator",
        "setLevel",
        "org.apache.logging.log4j.Level");
  }

  private static boolean setAll(String configurator, String method, String level) {
    try {
      Class<?> levelClass = Class.forName(level);
      Method set = Class.forName(configurator).getMethod(method, String.class, levelClass);
      Object info = levelClass.getField("INFO").get(null);
      for (String name : NAMES) {
        set.invoke(null, name, info);
      }
      return true;
    } catch (ClassNotFoundException | NoSuchMethodException | NoSuchFieldException e) {
      return false;
    } catch (IllegalAccessException | InvocationTargetException e) {
      LOG.debug("cannot set levels by {}", configurator, e);
      return false;
    }
  }

  private static boolean viaLog4j1() {
    try {
      Class<?> logger = Class.forName("org.apache.log4j.Logger");
      Class<?> level = Class.forName("org.apache.log4j.Level");
      Object info = level.getField("INFO").get(null);
      for (String name : NAMES) {
        Object target = logger.getMethod("getLogger", String.class).invoke(null, name);
        logger.getMethod("setLevel", level).invoke(target, info);
      }
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
