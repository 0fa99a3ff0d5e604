package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.immutable.Map$;

class ExecutorWatchTest {

  private static final String FAILURE = "Command exited with code 50";

  private final ExecutorWatch watch = new ExecutorWatch();

  private Optional<String> complaint(String executorId, String reason) {
    return watch.complaint(new SparkListenerExecutorRemoved(0, executorId, reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FAILURE,
        "Container from a bad node: container_1700000000000_0001_01_000002",
        "Remote RPC client disassociated",
      })
  void tellsWhyAnExecutorMayHaveLeftBeforeItAsked(String reason) {
    watch.asked("8");
    assertThat(complaint("7", reason))
        .contains(
            "executor 7 left before it asked for its sessions ("
                + reason
                + "). If its log says ClassNotFoundException: io.rolecall..., it lacks Rolecall's"
                + " jars: name both in spark.jars, or put them on spark.executor.extraClassPath"
                + " (needed if other jars are on s3a)");
  }

  @Test
  void isSilentAboutExecutorsThatAsked() {
    watch.asked("7");
    assertThat(complaint("7", FAILURE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Executor killed by driver.",
        "Executor decommission: spot instance",
        "executor 7 was idle for 60 s",
      })
  void isSilentAboutExecutorsThatWereLetGo(String reason) {
    assertThat(complaint("7", reason)).isEmpty();
  }

  private void added(String executorId) {
    watch.onExecutorAdded(
        new SparkListenerExecutorAdded(
            0, executorId, new ExecutorInfo("host", 1, Map$.MODULE$.empty())));
  }

  @Test
  void isSilentAboutExecutorsThatAskedBeforeOrAfterSparkToldOfThem() {
    watch.asked("7");
    added("7");
    added("8");
    watch.asked("8");
    added("9");
    assertThat(complaint("7", FAILURE)).isEmpty();
    assertThat(complaint("8", FAILURE)).isEmpty();
    assertThat(complaint("9", FAILURE)).isPresent();
  }

  private boolean isRemembered(int invented) {
    return complaint("invented-" + invented, FAILURE).isEmpty();
  }

  @Test
  void whoInventsIdsNeitherFillsItsMemoryNorMakesItForgetRealExecutors() {
    added("7");
    watch.asked("7");
    for (int i = 0; i < 10_000; i++) {
      watch.asked("invented-" + i);
      watch.asked("x".repeat(1000) + i);
    }
    assertThat(complaint("7", FAILURE)).isEmpty();
    // Who is remembered is not complained of, and forgotten with that.
    assertThat(IntStream.range(0, 10_000).filter(this::isRemembered))
        .containsExactlyElementsOf(IntStream.range(10_000 - 256, 10_000).boxed().toList());
    assertThat(complaint("x".repeat(1000) + 9_999, FAILURE)).isPresent();
    assertThat(complaint("7", FAILURE)).isPresent();
    assertThat(complaint("invented-9999", FAILURE)).isPresent();
  }

  @Test
  void isSilentOnceTheApplicationHasEnded() {
    watch.onApplicationEnd(new SparkListenerApplicationEnd(0, Option.empty()));
    assertThat(complaint("7", FAILURE)).isEmpty();
  }
}
