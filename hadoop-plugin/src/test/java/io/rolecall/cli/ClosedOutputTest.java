package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.ExitCode;
import io.rolecall.cli.options.Terminal;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose answer nobody gets: the disk is full, or the pipe's reader has ended. */
class ClosedOutputTest {

  /** As {@code /dev/full}. */
  private static final class Full extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  private static final String TOLD =
      "rolecall: the answer could not be written to standard output: is its disk full, or has its"
          + " reader ended?\n";
  private static final String ROLE = "--conf=fs.s3a.bucket.b1.assumed.role.arn=" + Samples.ROLE;

  private final FakeSts sts = new FakeSts();

  @TempDir Path folder;

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private String[] surroundings() throws IOException {
    Configuration conf = new Configuration(false);
    sts.reach(conf);
    Path keys = folder.resolve("keys.xml");
    try (OutputStream out = Files.newOutputStream(keys)) {
      conf.writeXml(out);
    }
    return new String[] {"--conf-file=" + keys, ROLE};
  }

  private Path mappings() throws IOException {
    return Files.writeString(
        folder.resolve("mappings.json"),
        "{\"mappings\": [{\"iamRole\": \"" + Samples.ROLE + "\"}]}");
  }

  private Path token() throws IOException {
    Path file = folder.resolve("token");
    Credentials credentials = new Credentials();
    credentials.addSecretKey(new Text("key"), new byte[1]);
    credentials.writeTokenStorageFile(
        new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false));
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routes CONF",
        "routes --json CONF",
        "explain s3a://b1/k CONF",
        "explain s3a://b2/k CONF",
        "check CONF",
        "credentials s3a://b1/k --json CONF",
        "credentials s3a://b1/k --format=credential-process --no-cache CONF",
        "import trino MAPPINGS",
        "token show TOKEN",
        "completion",
        "--version",
        "--help",
        "check --help",
        "token --help"
      })
  void fails(String command) throws IOException {
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(new PrintStream(new Full(), false), true, StandardCharsets.UTF_8),
            new PrintWriter(err, true),
            false);
    int exitCode =
        RolecallCommand.run(
            new CommandContext(terminal, Map.of(), folder, Clock.systemUTC()),
            command
                .replace("CONF", String.join(" ", surroundings()))
                .replace("MAPPINGS", mappings().toString())
                .replace("TOKEN", token().toString())
                .split(" "));
    assertThat(err.toString()).endsWith(TOLD);
    assertThat(exitCode).isNotZero();
  }

  /** The same in a process of its own, by the devices that do so. */
  @ParameterizedTest
  @CsvSource({"routes,> /dev/full", "routes,>&-", "completion,> /dev/full", "--help,> /dev/full"})
  void failsInAProcess(String command, String redirection) throws Exception {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec \"$@\" " + redirection,
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.rolecall.cli.RolecallCommand",
                command)
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(err)).endsWith(TOLD);
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILED);
  }
}
