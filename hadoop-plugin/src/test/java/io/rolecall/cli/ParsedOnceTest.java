package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.delegation.JobTokens;
import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process parses its routes once, whatever asks for them: commands, what collects tokens, each
 * file system. How long each takes with few routes and with many is printed side by side.
 */
class ParsedOnceTest {

  private static final int FEW = 20;
  private static final int MANY = 2_000;

  @TempDir private Path folder;

  /** What is measured. */
  private interface Work {
    void run() throws IOException;
  }

  private static Map<String, String> keys(Path routes) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    keys.put("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs");
    keys.put("fs.s3a.endpoint", "http://127.0.0.1:1");
    keys.put("fs.s3a.endpoint.region", "eu-west-1");
    keys.put("fs.s3a.rolecall.routes.file", routes.toString());
    keys.put(
        "fs.s3a.rolecall.token.locations",
        IntStream.range(0, FEW)
            .mapToObj(i -> "s3a://bucket-" + i)
            .collect(Collectors.joining(",")));
    return keys;
  }

  private static CommandRun.Setting setting(Map<String, String> keys) {
    CommandRun.Setting setting = new CommandRun.Setting();
    keys.forEach(setting::conf);
    return setting;
  }

  private Map<String, Long> times(int routes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(routes + ".json"),
            IntStream.range(0, routes)
                .mapToObj(
                    i -> "{\"location\":\"s3a://bucket-" + i + "\",\"identity\":\"anonymous\"}")
                .collect(Collectors.joining(",", "{\"version\":1,\"routes\":[", "]}")));
    Map<String, String> keys = keys(file);
    Configuration conf = new Configuration();
    keys.forEach(conf::set);
    Map<String, Long> times = new LinkedHashMap<>();
    try (RecordedLog log = new RecordedLog("io.rolecall.routes.RouteDocument", "DEBUG")) {
      measure(times, "rolecall routes", () -> ends(setting(keys).run("routes")));
      measure(times, "rolecall check", () -> ends(setting(keys).run("check")));
      measure(
          times,
          "tokens of 20 buckets, each by a file system",
          () -> {
            Credentials credentials = new Credentials();
            JobTokens.collect(conf, "yarn", credentials);
            assertThat(credentials.numberOfTokens()).isEqualTo(FEW);
          });
      assertThat(log.lines())
          .containsExactly(
              "DEBUG fs.s3a.rolecall.routes.file (" + file + "): parsed " + routes + " routes");
    }
    return times;
  }

  private static void ends(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private static void measure(Map<String, Long> times, String what, Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    times.put(what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  @Test
  void byCommandsTokensAndFileSystems() throws IOException {
    times(FEW + 1); // Loads classes, which would be measured with the first of the two.
    Map<String, Long> few = times(FEW);
    Map<String, Long> many = times(MANY);
    System.out.printf("%-46s %8s %8s%n", "milliseconds with routes", FEW, MANY);
    few.forEach((what, time) -> System.out.printf("%-46s %8d %8d%n", what, time, many.get(what)));
  }
}
