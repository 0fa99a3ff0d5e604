package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every client of the SDK reads {@code ~/.aws}, also where the credentials come from elsewhere. */
class MalformedAwsFilesTest {

  @TempDir Path home;

  private final FakeSts sts = new FakeSts();

  @BeforeEach
  void surroundings() {
    System.setProperty("aws.sharedCredentialsFile", home.resolve("credentials").toString());
    System.setProperty("aws.configFile", home.resolve("config").toString());
  }

  @AfterEach
  void clear() {
    System.clearProperty("aws.sharedCredentialsFile");
    System.clearProperty("aws.configFile");
    sts.close();
  }

  private CommandRun run(String... command) throws IOException {
    return new CommandRun.Setting()
        .reaching(sts, home)
        .conf("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString())
        .run(command);
  }

  /** One of them is not there: it is not to blame. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config | [profile x | Profile definition must end with ']' on line 1",
        "credentials | [x]~secret-1 | Expected an '=' sign defining a property on line 2",
      })
  void areNamed(String file, String content, String message) throws IOException {
    Path path = Files.writeString(home.resolve(file), content.replace('~', '\n'));
    String what = path + ": " + message + ". Correct the file";
    assertThat(run("check", "s3a://b1").out())
        .contains(
            "FAILED   base identity  "
                + sts.endpoint()
                + " in eu-west-1: STS cannot be called: "
                + what
                + "\n");
    CommandRun run = run("credentials", "s3a://b1/k", "--json");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: s3a://b1/k: STS cannot be called for " + Samples.ROLE + ": " + what + "\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
