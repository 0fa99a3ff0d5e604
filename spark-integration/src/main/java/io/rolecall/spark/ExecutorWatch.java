package io.rolecall.spark;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices executors that leave without ever having asked for sessions. An executor that lacks
 * Rolecall's jars dies of it, and only its own log tells why; this tells it where people look
 * first.
 */
final class ExecutorWatch extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  void asked(String executorId) {
    asked.add(executorId);
  }

  /** Executors that go with their application had no need to ask. */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    ended = true;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    complaint(removed).ifPresent(LOG::error);
  }

  /** What is to be said of an executor that left; nothing if it asked, or had no need to. */
  Optional<String> complaint(SparkListenerExecutorRemoved removed) {
    if (ended || asked.remove(removed.executorId()) || !isFailure(removed.reason())) {
      return Optional.empty();
    }
    return Optional.of(
        "executor "
            + removed.executorId()
            + " left before it asked for its sessions ("
            + removed.reason()
            + "). If its log says ClassNotFoundException: io.rolecall..., it lacks Rolecall's jars:"
            + " name both in spark.jars, or put them on spark.executor.extraClassPath (needed if"
            + " other jars are on s3a)");
  }

  private static boolean isFailure(String reason) {
    return !reason.contains("idle")
        && !reason.contains("decommission")
        && !reason.contains("killed by driver");
  }
}
