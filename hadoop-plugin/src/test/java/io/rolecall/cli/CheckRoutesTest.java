package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import io.rolecall.doctor.check.CheckReport;
import io.rolecall.doctor.check.CheckStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code check} says of routes that name no bucket, and of buckets that no route names. */
class CheckRoutesTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

  private static CommandRun.Setting setting() {
    return new CommandRun.Setting()
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
  }

  @Test
  void everyBucketMayBeRoutedByAKey() {
    CommandRun run = setting().conf("fs.s3a.assumed.role.arn", ROLE).run("check");
    assertThat(run.out())
        .contains(
            "ok       routes         every bucket that no route names: "
                + ROLE
                + ". Name a location to try it\n")
        .doesNotContain("nothing is routed");
  }

  @Test
  void everyBucketMayBeRoutedByTheDocument() {
    CommandRun run =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\": 1, \"routes\": [{\"location\": \"s3a://*\", \"role\": \""
                    + ROLE
                    + "\", \"users\": [\"alice\"]}]}")
            .run("check", "--user=alice");
    assertThat(run.out())
        .contains("ok       routes         every bucket that no route names: " + ROLE + ". Name");
  }

  /** A bucket's key is read where every bucket is routed. */
  @Test
  void aBucketOfTheDocumentsOtherBucketsMayHaveKeys() {
    CommandRun run =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\": 1, \"routes\": [{\"location\": \"s3a://*\", \"role\": \""
                    + ROLE
                    + "\"}]}")
            .conf("fs.s3a.bucket.any.rolecall.renewal.lead", "40")
            .run("check");
    assertThat(run.out()).doesNotContain("no route names the bucket any");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aRouteOfEveryOtherBucketMayBeWrong() {
    CommandRun run = setting().conf("fs.s3a.assumed.role.arn", "reader").run("check");
    assertThat(run.out())
        .contains(
            "FAILED   routes         fs.s3a.assumed.role.arn = 'reader': 'reader' is not a role ARN")
        .doesNotContain("nothing is routed");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aBucketWithoutARouteIsAFailure() {
    CommandRun run =
        setting().conf("fs.s3a.bucket.data.assumed.role.arn", ROLE).run("check", "s3a://nowhere");
    assertThat(run.out())
        .contains(
            "FAILED   routes         no route for s3a://nowhere: Rolecall uses no identity that is not"
                + " routed. Routed buckets: data\n")
        .doesNotContain("0 routes");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void anOpenDeclarationIsShown() {
    CommandRun run =
        setting()
            .conf("fs.s3a.assumed.role.arn", ROLE)
            .conf("fs.s3a.rolecall.declaration", "open")
            .run("check");
    assertThat(run.out())
        .contains(
            "warning  configuration  fs.s3a.rolecall.declaration = open: code and SQL of a running"
                + " driver may choose roles and buckets for all who share it\n");
  }

  @Test
  void anUnknownProbeIsRefused() {
    CommandRun run = CommandRun.of("check", "--probe", "list,delete");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "'delete' is not known; expected list, read, write, multipart,"
                + " rename, or several with commas");
  }

  @Test
  void nothingRoutedIsAFailure() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
            .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs")
            .run("check");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "FAILED   routes         nothing is routed: is this the configuration that the job")
        .endsWith("2 ok, 0 warnings, 1 failed, 0 skipped\n");
  }

  @Test
  void aStepTellsHowLongItTook() {
    assertThat(CheckReport.line(CheckStep.ok("a", "b").took(Duration.ofMillis(1250))))
        .isEqualTo("ok       a              b (1.3 s)\n");
  }

  @Test
  void oneWarningIsOne() {
    assertThat(
            CheckReport.of(List.of(new CheckStep("a", CheckStep.Outcome.WARNING, "b", null, null)))
                .text())
        .endsWith("0 ok, 1 warning, 0 failed, 0 skipped\n");
  }
}
