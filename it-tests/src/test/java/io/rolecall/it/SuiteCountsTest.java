package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a suite's last line says, and when a suite passes, by what failsafe wrote of its tests. */
class SuiteCountsTest {

  private static final String ENDED_WELL = "result=\"null\" timeout=\"false\"";
  private static final String FAILED = "result=\"255\" timeout=\"false\"";

  @TempDir private Path folder;
  private final List<Path> summaries = new ArrayList<>();

  private void summary(String ending, String counts) throws IOException {
    summaries.add(
        Files.writeString(
            folder.resolve("summary-" + summaries.size() + ".xml"),
            "<?xml version=\"1.0\"?>\n<failsafe-summary "
                + ending
                + ">\n"
                + counts
                + "</failsafe-summary>"));
  }

  private static String counts(int run, int errors, int failures, int skipped) {
    return "    <completed>%d</completed>\n    <errors>%d</errors>\n    <failures>%d</failures>\n    <skipped>%d</skipped>\n"
        .formatted(run, errors, failures, skipped);
  }

  /** Its last line, and its status. */
  private String count(String before) throws IOException, InterruptedException {
    StringBuilder command = new StringBuilder("source suites/common.sh; ").append(before);
    command.append("count");
    summaries.forEach(file -> command.append(" '").append(file).append('\''));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Where CI has none, it says so to all that it runs.
    builder.environment().remove("ROLECALL_NO_CONTAINERS");
    Process bash = builder.start();
    bash.getOutputStream().close();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    return said + (bash.waitFor() == 0 ? " (passes)" : " (fails)");
  }

  @ParameterizedTest
  @CsvSource({
    "14, 0, '14 passed, 0 failed, 0 skipped (passes)'",
    "14, 3, '11 passed, 0 failed, 3 skipped (passes)'",
    "0, 0, '0 passed, 1 failed, 0 skipped (fails)'",
    "3, 3, '0 passed, 0 failed, 3 skipped (fails)'",
  })
  void countsWhatRan(int run, int skipped, String said) throws Exception {
    summary(ENDED_WELL, counts(run, 0, 0, skipped));
    assertThat(count("")).isEqualTo(said);
  }

  @Test
  void countsWhatFailed() throws Exception {
    summary(FAILED, counts(14, 1, 2, 1));
    assertThat(count("")).isEqualTo("10 passed, 3 failed, 1 skipped (fails)");
  }

  /** What failsafe 3.5.3 writes of a process that died after others had passed. */
  @ParameterizedTest
  @CsvSource({"255, false", "255, true", "null, true"})
  void aProcessOfTestsThatEndedBeforeItCouldTellHasFailed(String result, boolean timeout)
      throws Exception {
    summary("result=\"" + result + "\" timeout=\"" + timeout + "\"", counts(14, 0, 0, 0));
    assertThat(count("")).isEqualTo("14 passed, 1 failed, 0 skipped (fails)");
  }

  /** As on a full disk. */
  @ParameterizedTest
  @CsvSource({
    "'<completed>14</completed>'",
    "'<completed>14</completed><errors>2</errors>'",
    "'<completed>14</completed><errors>0</errors><failures>0</failures>'",
    "''"
  })
  void aSummaryThatIsNotWholeHasFailed(String counts) throws Exception {
    summary(ENDED_WELL, counts.replace("><", ">\n<"));
    summary(ENDED_WELL, counts(14, 0, 0, 0));
    assertThat(count("")).isEqualTo("14 passed, 1 failed, 0 skipped (fails)");
  }

  @Test
  void aSummaryThatIsNotThereHasFailed() throws Exception {
    summaries.add(folder.resolve("none.xml"));
    assertThat(count("")).isEqualTo("0 passed, 1 failed, 0 skipped (fails)");
  }

  /** It has said why before. */
  @Test
  void withoutContainersAllMayBeSkipped() throws Exception {
    summary(ENDED_WELL, counts(3, 0, 0, 3));
    assertThat(count("ROLECALL_NO_CONTAINERS='no root'; "))
        .isEqualTo("0 passed, 0 failed, 3 skipped (passes)");
  }
}
