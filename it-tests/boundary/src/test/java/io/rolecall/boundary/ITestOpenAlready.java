package io.rolecall.boundary;

import static io.rolecall.boundary.Attack.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.AttackedApplication.Scene;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on a bucket that a neighbour has open: Hadoop then keeps the file system that it has. */
@ExtendWith(AttackedApplication.class)
class ITestOpenAlready {

  static List<Attack> attacks() {
    return List.of(
        with("fs.s3a.bucket.{bucket}.endpoint", "http://{attacker}", "forged files"),
        with("fs.s3a.bucket.{bucket}.assumed.role.arn", Accounts.VAULT_ROLE, "another role")
            .choosable(),
        with("fs.s3a.assumed.role.sts.endpoint", "http://{attacker}", "signatures to the attacker"),
        with("fs.s3a.rolecall.process", "driver", "an executor that mints by itself"),
        with("fs.s3a.rolecall.process", "executor", "no driver any more"));
  }

  /** The driver has it, so that executors are the first to see the attacker's settings. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void executorsRefuseWhatTheDriverDoesNotSee(Attack attack, Scene scene) throws IOException {
    try (Stage stage = new Stage(scene.accounts(), attack, scene.application().scratch());
        SparkSession alice = scene.application().connect("alice")) {
      // Looks at the file, and reads nothing.
      assertThat(alice.read().text(stage.location()).schema().length()).isEqualTo(1);
      Outcome outcome =
          Outcome.of(
              () ->
                  new Sessions(scene.application())
                      .byReaderOption(stage.location(), stage.settings()));
      stage.assertNothingHappened(outcome);
      stage.assertAnswer(outcome, scene.application().launch());
      scene.neighbour().reads(stage.location());
      stage.assertNothingHappened(outcome);
    }
  }

  /** What neighbours write would go through the same folder, on each executor. */
  @Test
  void executorsBufferWhereTheirMachineSays(Scene scene) throws IOException {
    Attack attack = with("hadoop.tmp.dir", "{canary}", "a folder for what everybody writes");
    try (Stage stage = new Stage(scene.accounts(), attack, scene.application().scratch());
        SparkSession alice = scene.application().connect("alice")) {
      assertThat(alice.read().text(stage.location()).schema().length()).isEqualTo(1);
      Sessions sessions = new Sessions(scene.application());
      Outcome attacked =
          Outcome.of(() -> sessions.byWriterOption(stage.location(), stage.settings()));
      stage.assertNothingHappened(attacked);
      // Often enough for both executors.
      for (int i = 0; i < 4; i++) {
        assertThat(Outcome.of(() -> sessions.byWriterOption(stage.location(), Map.of())).text())
            .isEqualTo("read: " + Accounts.HONEST_LINES);
      }
      stage.assertNothingHappened(attacked);
    }
  }

  /** All processes have it: the attacker's settings change nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void nothingChangesForAnybody(Attack attack, Scene scene) throws IOException {
    try (Stage stage = new Stage(scene.accounts(), attack, scene.application().scratch())) {
      // Often enough for both executors.
      for (int i = 0; i < 4; i++) {
        scene.neighbour().reads(stage.location());
      }
      Outcome outcome =
          Outcome.of(
              () -> new Sessions(scene.application()).bySet(stage.location(), stage.settings()));
      stage.assertNothingHappened(outcome);
      scene.neighbour().reads(stage.location());
      stage.assertNothingHappened(outcome);
    }
  }
}
