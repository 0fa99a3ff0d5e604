package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.policy.Questions;
import io.rolecall.localaws.s3.S3MockProcess;
import io.rolecall.quickstart.FlightsRun;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.OwnersDocuments;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The quick start's job in accounts whose owners have set what {@code rolecall iam} writes, and in
 * accounts that lack one statement of it.
 */
@Tag("alone")
@Tag("suite")
class ITestQuickStartWorld {

  private static final Workplace WORKPLACE = Workplace.ofThisProject();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final OwnersDocuments DOCUMENTS = ThreeAccounts.documents(WORKPLACE);

  private static S3MockProcess store;

  @BeforeAll
  static void start() throws IOException {
    store = S3MockProcess.start(S3MockProcess.besideLocalAws());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  /** And needs each action on each resource that they name, but for what the guide lists. */
  @Test
  void worksWithAllStatements() throws Exception {
    Questions questions = new Questions();
    assertThat(complaint(DOCUMENTS, "all", questions)).isEmpty();
    new UnusedStatements("main job", questions).ofOwners(DOCUMENTS.json()).areThoseOfTheGuide();
  }

  static IntStream statements() {
    return IntStream.range(0, DOCUMENTS.statements().size());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void failsWithout(int statement) throws Exception {
    assertThat(complaint(DOCUMENTS.without(statement), "without-" + statement, new Questions()))
        .as("without " + DOCUMENTS.statements().get(statement))
        .isPresent();
  }

  /** What the job has not done; empty if all is well. */
  private static Optional<String> complaint(
      OwnersDocuments documents, String name, Questions questions)
      throws IOException, InterruptedException {
    Path scratch = WORKPLACE.scratch(name);
    try (LocalAws aws =
        ThreeAccounts.world(documents).backEnd(store.uri()).questions(questions).start()) {
      FlightsRun run = new FlightsRun(WORKPLACE, aws, scratch, name + "/");
      run.upload();
      SparkSubmit submit =
          new SparkSubmit(WORKPLACE.sparkHome())
              .conf(run.settings(Duration.ofMinutes(15)))
              .conf(JobSettings.rolecall())
              .conf("spark.master", "local[2]")
              .jars(WORKPLACE.pluginJar(), WORKPLACE.sparkJar());
      try (SparkDriver job = run.submit(submit, "job.log", Duration.ofSeconds(4))) {
        Optional<String> complaint = FlightsRun.complaint(job, PATIENCE);
        if (complaint.isPresent()) {
          assertThat(Files.readString(job.log())).contains("AccessDenied");
        }
        return complaint;
      }
    }
  }
}
