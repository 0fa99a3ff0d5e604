package io.rolecall.spark;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices executors that leave without ever having asked for sessions. An executor that lacks
 * Rolecall's jars dies of it, and only its own log tells why; this tells it where people look
 * first.
 *
 * <p>Whoever can ask can claim any id. So it remembers the executors that Spark knows, and of the
 * others the last few: an executor may ask before Spark's listeners hear of it.
 */
final class ExecutorWatch extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWatch.class);

  /** How many ids that Spark has not told of are remembered. */
  private static final int STRANGE_IDS = 256;

  /** Longer than any id that Spark gives. */
  private static final int LONGEST_ID = 64;

  /** Whether they have asked, of the executors that Spark knows. */
  private final Map<String, Boolean> known = new HashMap<>();

  /** Ids that have asked and are not known, the oldest first. */
  private final Set<String> strange = new LinkedHashSet<>();

  private boolean ended;

  synchronized void asked(String executorId) {
    if (known.replace(executorId, true) != null || executorId.length() > LONGEST_ID) {
      return;
    }
    strange.add(executorId);
    if (strange.size() > STRANGE_IDS) {
      strange.remove(strange.iterator().next());
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    known.put(added.executorId(), strange.remove(added.executorId()));
  }

  /** Executors that go with their application had no need to ask. */
  @Override
  public synchronized void onApplicationEnd(SparkListenerApplicationEnd end) {
    ended = true;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    complaint(removed).ifPresent(LOG::error);
  }

  /** What is to be said of an executor that left; nothing if it asked, or had no need to. */
  synchronized Optional<String> complaint(SparkListenerExecutorRemoved removed) {
    boolean asked =
        strange.remove(removed.executorId())
            | Boolean.TRUE.equals(known.remove(removed.executorId()));
    if (ended || asked || !isFailure(removed.reason())) {
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
