package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeepCommandTest {

  private final FakeSts sts = new FakeSts();
  @TempDir private Path folder;

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private CommandRun.Setting setting() throws IOException {
    return new CommandRun.Setting()
        .reaching(sts, folder)
        .environment("PATH", System.getenv("PATH"))
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.s3a.endpoint", "http://127.0.0.1:1")
        .conf("fs.s3a.endpoint.region", "eu-west-1")
        .conf("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
  }

  private Path file() {
    return folder.resolve("tokens");
  }

  private CommandRun keep(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 2];
    all[0] = "keep";
    all[1] = "--token-file=" + file();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return setting().run(all);
  }

  @Test
  void writesTheFileAndSaysUntilWhenItServes() throws IOException {
    CommandRun run = keep("--once", "--job=app-1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("rolecall: " + file() + ": 1 token, whose first session ends at ");
    assertThat(sts.calls())
        .extracting(call -> call.parameter("RoleSessionName"))
        .singleElement()
        .asString()
        .endsWith("-app-1");
    CommandRun shown = CommandRun.of("token", "show", file().toString());
    assertThat(shown.out()).contains("s3a://b1", Samples.ROLE.toString());
  }

  @Test
  void endsWhenItsTimeIsOver() throws IOException {
    CommandRun run = keep("--for-time=1s", "--for=s3a://b1/in");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(file()).exists();
  }

  @Test
  void failsWhereStsRefuses() throws IOException {
    sts.failNext(403, "AccessDenied", "not today");
    CommandRun run = keep();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "rolecall: no tokens for "
                + file()
                + ": no token for s3a://b1: STS refused "
                + Samples.ROLE);
    assertThat(file()).doesNotExist();
  }

  @Test
  void withoutARouteTheConfigurationIsWrong() throws IOException {
    CommandRun run =
        new CommandRun.Setting()
            .run("keep", "--once", "--token-file=" + file(), "--conf=fs.s3a.impl=x");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no route names a bucket that a token could be made for: add one to"
                + " fs.s3a.rolecall.routes, or name a location with --for\n");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() throws IOException {
    assertThat(CommandRun.of("keep").err())
        .isEqualTo(
            "rolecall: name a file with --token-file, or the command that submits the job after"
                + " --\n");
    assertThat(keep("--", "true").err())
        .isEqualTo("rolecall: --token-file " + file() + " and a command: expected one of them\n");
    CommandRun both = keep("--once", "--for-time=1s");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).isEqualTo("rolecall: --once and --for-time: expected one of them\n");
    assertThat(keep("--once", "--until-application=nightly").err())
        .isEqualTo("rolecall: --once and --until-application: expected one of them\n");
    CommandRun application = keep("--until-application=application_1");
    assertThat(application.exitCode()).isEqualTo(2);
    assertThat(application.err())
        .isEqualTo(
            "rolecall: --until-application application_1: expected the id of an application of"
                + " YARN, such as application_1700000000000_0001, or a tag: up to 100 characters of"
                + " ASCII without spaces and commas\n");
    CommandRun duration = keep("--for-time=soon");
    assertThat(duration.exitCode()).isEqualTo(2);
    assertThat(duration.err())
        .startsWith(
            "rolecall: Invalid value for option '--for-time': 'soon': expected a duration such as"
                + " 90s, 15m or 1h\n");
    CommandRun marker = keep("--until-gone=/no/such/file");
    assertThat(marker.exitCode()).isEqualTo(2);
    assertThat(marker.err())
        .isEqualTo("rolecall: --until-gone /no/such/file: there is no such file\n");
    assertThat(keep("--for=http://b1").exitCode()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNoTokenFileStays() throws IOException {
    Files.writeString(file(), "precious");
    CommandRun run = keep("--once");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: "
                + file()
                + " is there and cannot be read as a token file, so it is not replaced: it is no whole"
                + " token file (8 bytes). Delete it, or name another\n");
    assertThat(file()).hasContent("precious");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void withoutYarnsClientItSaysSoBeforeAnythingIsMinted() throws IOException {
    CommandRun run = keep("--until-application=nightly");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("rolecall: --until-application: YARN's client is not on the class path (");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void keepsAMailboxBesideTheFile() throws IOException {
    Path mail = Files.createDirectory(folder.resolve("mail"));
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.mailbox", mail.toUri().toString())
            .run("keep", "--token-file=" + file(), "--for-time=1s", "--job=app-1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains(": the mailbox of job app-1\n");
    assertThat(mail).as("removed when it ends").isEmptyDirectory();
    assertThat(CommandRun.of("token", "show", file().toString()).out()).contains("file:" + mail);
  }

  /** The command returns, as one does that submits a job in cluster mode. */
  @Test
  void keepsAMailboxAfterACommandThatHasReturned() throws IOException {
    Path mail = Files.createDirectory(folder.resolve("mail"));
    Path copy = folder.resolve("copy");
    Path left = Files.createFile(folder.resolve("job"));
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.mailbox", mail.toUri().toString())
            .run(
                "keep",
                "--until-gone=" + left,
                "--",
                "sh",
                "-c",
                "cp $HADOOP_TOKEN_FILE_LOCATION "
                    + copy
                    + "; { sleep 2; ls "
                    + mail
                    + "/*/letter > "
                    + folder.resolve("seen")
                    + "; rm "
                    + left
                    + "; } > /dev/null 2>&1 &");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("seen")).content().contains("/letter");
    assertThat(mail).isEmptyDirectory();
    assertThat(CommandRun.of("token", "show", copy.toString()).out()).contains("file:" + mail);
  }

  @Test
  void keepsNothingAfterACommandThatHasFailed() throws IOException {
    Path mail = Files.createDirectory(folder.resolve("mail"));
    CommandRun run =
        setting()
            .conf("fs.s3a.rolecall.mailbox", mail.toUri().toString())
            .run("keep", "--", "sh", "-c", "exit 7");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
    assertThat(mail).isEmptyDirectory();
  }

  @Test
  void withoutAMailboxThereIsNothingToKeepAfterACommand() throws IOException {
    CommandRun run = setting().run("keep", "--", "true");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: fs.s3a.rolecall.mailbox is not set: without a mailbox, nothing could be kept"
                + " for a job that goes on when true has returned. Set it, or keep a file with"
                + " --token-file\n");
    assertThat(setting().run("keep", "--once", "--", "true").err())
        .isEqualTo("rolecall: --once writes a file: name it with --token-file\n");
  }
}
