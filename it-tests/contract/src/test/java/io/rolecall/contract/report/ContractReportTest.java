package io.rolecall.contract.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractReportTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SESSIONS =
      "Rolecall lived on 12 sessions of 5 s each for 55 s: 12 requests, 0 of them repeated because"
          + " their session had expired\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @BeforeEach
  void liveOnSessions() throws IOException {
    for (int i = 0; i < 12; i++) {
      log(i * 5, "AssumeRole", "sts", "AKIABASE", 200, "");
      log(i * 5, "GetObject", "s3", "ASIA" + i, 200, "");
    }
  }

  @Test
  void countsWhatBothRunsAgreeOn() throws IOException {
    for (String run : List.of("plain", "rolecall")) {
      report(run, "a.ITestOne", passed("x"), skipped("y"));
      report(run, "a.ITestTwo", passed("x"), passed("x"));
    }
    assertThat(print()).isTrue();
    assertThat(printed())
        .isEqualTo(
            "              run  failed  skipped\n"
                + "plain S3A       4       0        1\n"
                + "Rolecall        4       0        1\n"
                + SESSIONS
                + "3 passed, 0 failed, 1 skipped\n");
  }

  @Test
  void namesWhatDiffers() throws IOException {
    report("plain", "a.ITestOne", passed("fails"), passed("gone"), passed("skips"));
    report("rolecall", "a.ITestOne", failed("fails"), skipped("skips"), error("new"));
    assertThat(print()).isFalse();
    assertThat(printed())
        .contains(
            "different: ITestOne.fails: passed with plain S3A, failed with Rolecall\n"
                + "different: ITestOne.gone: passed with plain S3A, missing with Rolecall\n"
                + "different: ITestOne.new: missing with plain S3A, failed with Rolecall\n"
                + "different: ITestOne.skips: passed with plain S3A, skipped with Rolecall\n"
                + "failed: ITestOne.fails\n"
                + "failed: ITestOne.new\n")
        .endsWith("0 passed, 2 failed, 1 skipped\n");
  }

  @Test
  void aFailureThatPlainS3AHasTooIsAFailure() throws IOException {
    report("plain", "a.ITestOne", failed("x"));
    report("rolecall", "a.ITestOne", failed("x"));
    assertThat(print()).isFalse();
    assertThat(printed()).contains("failed: ITestOne.x\n").doesNotContain("different");
  }

  @Test
  void reportsOnRolecallAlone() throws IOException {
    report("rolecall", "a.ITestOne", passed("x"));
    assertThat(print()).isTrue();
    assertThat(printed())
        .isEqualTo(
            "              run  failed  skipped\n"
                + "Rolecall        1       0        0\n"
                + SESSIONS
                + "1 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void refusesARunOnOneLongSession() throws IOException {
    Files.delete(directory.resolve("rolecall/access.log"));
    log(0, "AssumeRole", "sts", "AKIABASE", 200, "");
    log(1, "GetObject", "s3", "ASIA1", 200, "");
    log(100, "HeadObject", "s3", "ASIA1", 400, "");
    log(100, "GetObject", "s3", "ASIA1", 400, "ExpiredToken");
    log(100, "PutObject", "s3", "ASIA1", 400, "BadDigest");
    report("rolecall", "a.ITestOne", passed("x"));
    assertThat(print()).isFalse();
    assertThat(printed())
        .contains(
            "Rolecall lived on 1 sessions of 5 s each for 100 s: 4 requests, 2 of them repeated"
                + " because their session had expired\n"
                + "too few sessions: this run shows nothing about their expiry\n");
  }

  @Test
  void refusesARunThatWroteNoReports() {
    assertThatThrownBy(this::print)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no reports of tests in " + directory.resolve("rolecall") + ": did the suites run?");
  }

  private boolean print() throws IOException {
    return new ContractReport(directory, new PrintStream(out, true, StandardCharsets.UTF_8))
        .print();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void log(
      int second, String operation, String service, String key, int status, String error)
      throws IOException {
    Path log = Files.createDirectories(directory.resolve("rolecall")).resolve("access.log");
    String line =
        "{\"time\":\"%s\",\"accessKeyId\":\"%s\",\"service\":\"%s\",\"operation\":\"%s\",\"status\":%d%s}%n"
            .formatted(
                START.plusSeconds(second),
                key,
                service,
                operation,
                status,
                error.isEmpty() ? "" : ",\"errorCode\":\"" + error + '"');
    Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void report(String run, String className, String... tests) throws IOException {
    String cases = String.join("", tests).replace("CLASS", className);
    Files.writeString(
        Files.createDirectories(directory.resolve(run)).resolve("TEST-" + className + ".xml"),
        "<testsuite>" + cases + "</testsuite>");
  }

  private static String passed(String name) {
    return test(name, "");
  }

  private static String failed(String name) {
    return test(name, "<failure/>");
  }

  private static String error(String name) {
    return test(name, "<error/>");
  }

  private static String skipped(String name) {
    return test(name, "<skipped/>");
  }

  private static String test(String name, String child) {
    return "<testcase classname='CLASS' name='" + name + "'>" + child + "</testcase>";
  }
}
