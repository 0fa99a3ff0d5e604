package io.rolecall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolecallCommandTest {

  @Test
  void listsRoutes() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111111111111:role/one")
            .conf("fs.s3a.bucket.b1.assumed.role.external.id", "id-1")
            .conf("fs.s3a.assumed.role.arn", "arn:aws:iam::111111111111:role/any")
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\":1,\"routes\":[{\"location\":\"s3a://b2\","
                    + "\"users\":[\"alice\"],\"identity\":\"base\"}]}")
            .run("routes");
    assertThat(run.out())
        .isEqualTo(
            """
            location            access                              for            external id  duration
            s3a://b1            arn:aws:iam::111111111111:role/one                 yes          1800 s
            s3a://b2            base identity                       users [alice]
            every other bucket  arn:aws:iam::111111111111:role/any                              1800 s
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void listsRoutesInJson() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111111111111:role/one")
            .run("routes", "--json");
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "routes" : [ {
                "location" : "s3a://b1",
                "access" : "role",
                "roles" : [ "arn:aws:iam::111111111111:role/one" ],
                "externalId" : false,
                "durationSeconds" : 1800
              } ]
            }
            """);
  }

  @Test
  void anEmptyTableSaysWhereToLook() {
    assertThat(CommandRun.of("routes").out())
        .isEqualTo(
            "no routes: is this the configuration that the job has? (HADOOP_CONF_DIR,"
                + " --conf-file)\n");
  }

  @Test
  void aBrokenConfigurationEndsInItsCode() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.bucket.b1.assumed.role.arn", "reader")
            .run("explain", "s3a://b1");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: fs.s3a.bucket.b1.assumed.role.arn = 'reader': 'reader' is not a role ARN: expected"
                + " arn:aws:iam::<account>:role/<name>\n");
  }

  @Test
  void withoutACommandSaysWhatThereIs() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no command: expected one of explain, routes, iam, check, credentials, token,"
                + " keep, run, databricks-token, import, completion\n"
                + "Usage: rolecall [-hV] [COMMAND]\n"
                + "Try 'rolecall --help'\n");
  }

  /** As where LC_ALL is C: the answer would be about another location. */
  @Test
  void whatTheLocaleHasSpoiltIsNotTakenForWhatWasWritten() {
    CommandRun run = CommandRun.of("explain", "s3a://b1/p\uFFFD");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: 's3a://b1/p\uFFFD' has characters that this locale does not know, so that what"
                + " was written is lost. Set LC_ALL=C.UTF-8\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertThat(CommandRun.of("rotes").err()).contains("Did you mean: rolecall routes?");
  }

  @Test
  void tellsVersions() {
    assertThat(CommandRun.of("--version").out())
        .contains("Rolecall ")
        .contains("Hadoop 3.")
        .contains("AWS SDK 2.");
  }

  @Test
  void completesInBash(@TempDir Path folder) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("rolecall"), CommandRun.of("completion").out());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$0\" && COMP_WORDS=(rolecall ex) COMP_CWORD=1 && COMP_LINE='rolecall ex'"
                    + " && _complete_rolecall && echo \"${COMPREPLY[@]}\"",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String completions = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(completions.trim()).isEqualTo("explain");
  }
}
