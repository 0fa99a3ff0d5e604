package io.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command in processes of their own, on class paths from which something was forgotten. */
@Timeout(120)
class MissingJarsTest {

  @TempDir Path folder;

  private record Ended(int exitCode, String out, String err) {}

  private Ended run(String without, String... command) throws IOException, InterruptedException {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.contains(without))
            .collect(Collectors.joining(File.pathSeparator));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath,
                            "io.rolecall.cli.RolecallCommand"),
                        Stream.of(command))
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/software/amazon/awssdk/ | rolecall: the AWS SDK is not on the class path. Add the SDK that"
            + " your hadoop-aws was built with:",
        "/hadoop-common/ | rolecall: Hadoop is not on the class path. Add hadoop-client-api and"
            + " hadoop-client-runtime, or hadoop-common",
      })
  void areNamed(String without, String message) throws IOException, InterruptedException {
    Ended ended = run(without, "explain", "s3a://b1/k");
    assertThat(ended.err()).contains(message).doesNotContain("\tat ");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  /** The other checks go on: they may tell why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/hadoop-aws/ | FAILED   class path     hadoop-aws is not on the class path. Add the"
            + " hadoop-aws jar of the same version as Hadoop's others (the class"
            + " org.apache.hadoop.fs.s3a.",
      })
  void areNamedByCheck(String without, String message) throws IOException, InterruptedException {
    Ended ended = run(without, "check");
    assertThat(ended.out()).contains(message).contains("ok       class path     Rolecall ");
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(ended.exitCode()).isEqualTo(1);
  }
}
