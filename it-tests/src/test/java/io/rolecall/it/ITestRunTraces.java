package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code rolecall run} leaves on a machine, and what others see there of it. Only root may
 * make a machine's folders anew, and be somebody else. {@code it-tests/run supply} runs it.
 */
@Tag("suite")
class ITestRunTraces {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Runs a command where all folders for what does not last are empty, and fails with 99 if a file
   * or a process is there afterwards that was not there before.
   */
  private static final String ALONE =
      """
      set -u
      scratch=$1
      shift
      mount --bind "$scratch" /mnt && mount -t tmpfs -o mode=1777 tmpfs /tmp &&
        mkdir -p "$scratch" && mount --bind /mnt "$scratch" || exit 98
      for place in /dev/shm /var/tmp /run; do
        mount -t tmpfs -o mode=1777 tmpfs $place || exit 98
      done
      there() {
        find /tmp /dev/shm /var/tmp /run "$scratch" -path "$scratch/said" -prune -o -print | sort
        grep -lzx "MARK=$MARK" /proc/[0-9]*/environ 2> /dev/null | wc -l
      }
      before=$(there)
      "$@" > "$scratch/said" 2>&1
      code=$?
      after=$(there)
      [ "$before" = "$after" ] || { diff <(echo "$before") <(echo "$after"); exit 99; }
      exit $code
      """;

  /** Runs a command whose temporary files are on a disk of its own, which is small. */
  private static final String SMALL_DISK =
      """
      scratch=$1
      shift
      mkdir "$scratch/small" && mount -t tmpfs -o size=256k tmpfs "$scratch/small" || exit 98
      TMPDIR=$scratch/small exec "$@" > "$scratch/said" 2>&1
      """;

  /** Fills its disk, and makes room again when its supplier has said so. */
  private static final String FILL =
      """
      first=$(stat -c '%i %z' "$HADOOP_TOKEN_FILE_LOCATION")
      dd if=/dev/zero of="$TMPDIR/filler" bs=4k 2> /dev/null
      until grep -q 'cannot be written' "$0/said"; do sleep 0.2; done
      [ "$(stat -c '%i %z' "$HADOOP_TOKEN_FILE_LOCATION")" = "$first" ] || exit 97
      rm "$TMPDIR/filler"
      while [ "$(stat -c '%i %z' "$HADOOP_TOKEN_FILE_LOCATION")" = "$first" ]; do sleep 0.2; done
      exit 9
      """;

  /** Shows what a user sees of others' processes, and of folders. */
  private static final String LOOK =
      """
      for each in /proc/[0-9]*; do
        tr '\\0' '\\n' < $each/cmdline
        tr '\\0' '\\n' < $each/environ
        ls -l $each/fd $each/cwd
      done 2> /dev/null
      for folder in "$@"; do
        ls -la "$folder"
        find "$folder" -type f -exec cat {} + 2>&1
      done
      true
      """;

  /** Asks at a port, with a field of the header. */
  private static final String ASK =
      """
      exec 3<>/dev/tcp/127.0.0.1/$0
      printf 'GET /credentials HTTP/1.1\\r\\nHost: 127.0.0.1:%s\\r\\n%s\\r\\n\\r\\n' "$0" "$1" >&3
      cat <&3
      """;

  /** Connects more often than is kept, and says nothing. */
  private static final String HOLD =
      """
      for each in {1..500}; do
        exec {fd}<>/dev/tcp/127.0.0.1/$0 || exit
      done
      echo held
      sleep 600
      """;

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .role("reader", role -> role.trusts(ME).read("partner"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Configuration gateway;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void configure() throws IOException, InterruptedException {
    gateway = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.role(gateway, "partner", READER);
    S3Conf.baseIdentity(gateway, aws.credentialsOf("111111111111", "me"));
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private RolecallScript script() throws IOException {
    return new RolecallScript(scratch).configuration(gateway);
  }

  private static void assumeHasOneOfItsOwn() throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
        "this system lets nobody mount");
    assumeTrue(
        !Workplace.ofThisProject().root().toRealPath().startsWith("/tmp"),
        "this project is in /tmp");
  }

  /** Ways to end: what is run with, the command, and the exit code. */
  @ParameterizedTest
  @CsvSource({
    "--for=s3a://partner, exit 0, 0",
    "--for=s3a://partner, exit 5, 5",
    "--aws=s3a://partner, exit 6, 6",
    "--aws=one=s3a://partner, exit 7, 7",
    "--for=s3a://partner --aws=s3a://partner, kill -KILL $$, 137",
    "--for=s3a://partner --aws=s3a://partner, trap 'exit 8' TERM; kill $PPID; sleep 60 & wait, 8",
    "--aws=s3a://partner, 'sleep 60 & kill -INT $PPID; wait; true', 130",
    "--for=s3a://nowhere, exit 0, 125",
    "--aws=s3a://nowhere, exit 0, 125"
  })
  void nothingIsLeft(String options, String command, int exitCode) throws Exception {
    assumeHasOneOfItsOwn();
    Files.writeString(scratch.resolve("alone"), ALONE);
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "env",
                "--default-signal=HUP,INT,TERM",
                "MARK=" + UUID.randomUUID(),
                "bash",
                scratch.resolve("alone").toString(),
                scratch.toString(),
                RolecallScript.path().toString(),
                "run"));
    all.addAll(List.of(options.split(" ")));
    // What it leaves running is its own, and killed at its end.
    all.addAll(List.of("--", "bash", "-c", "trap 'kill $(jobs -p)' EXIT; " + command));
    FinishedProcess run = script().execute(all);
    assertThat(run.exitCode()).as("%s%s%s", run.out(), run.err(), said()).isEqualTo(exitCode);
  }

  /** The file of before stays whole, and the next sessions come when there is space again. */
  @Test
  void aDiskThatFillsUpIsTold() throws Exception {
    assumeHasOneOfItsOwn();
    gateway.set("fs.s3a.assumed.role.session.duration", "10s");
    Files.writeString(scratch.resolve("small-disk"), SMALL_DISK);
    FinishedProcess run =
        script()
            .execute(
                List.of(
                    "unshare",
                    "--mount",
                    "bash",
                    scratch.resolve("small-disk").toString(),
                    scratch.toString(),
                    RolecallScript.path().toString(),
                    "run",
                    "--for=s3a://partner",
                    "--",
                    "bash",
                    "-c",
                    FILL,
                    scratch.toString()));
    assertThat(run.exitCode()).as("%s%s%s", run.out(), run.err(), said()).isEqualTo(9);
    assertThat(said()).containsPattern("/tokens cannot be written: .*No space left on device");
  }

  private String said() throws IOException {
    Path said = scratch.resolve("said");
    return Files.exists(said) ? Files.readString(said) : "";
  }

  /** Processes, their environments, files, folders and the port, as they are while it runs. */
  @Test
  void anotherUserSeesNoSecretAndGetsNoSession() throws Exception {
    // Others may go where its folder lies, as in /tmp.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path places = Files.createDirectory(scratch.resolve("tmp"));
    Files.setAttribute(places, "unix:mode", 01777);
    Path log = scratch.resolve("run.log");
    Process run =
        script()
            .environment("TMPDIR", places.toString())
            .start(
                log,
                "run",
                "--aws=s3a://partner",
                "--for=s3a://partner",
                "--",
                "bash",
                "-c",
                "env; echo ready; while :; do sleep 0.1; done");
    started.add(run);
    Await.until(PATIENCE, () -> lines(log).contains("ready"));
    // Its keys stand there: whoever submits with such a file keeps it to themselves.
    Files.setPosixFilePermissions(
        scratch.resolve("conf"), PosixFilePermissions.fromString("rwx------"));
    String token = variable(log, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    Path folder = Path.of(variable(log, "AWS_CONFIG_FILE")).getParent();
    Files.delete(log);
    List<String> look =
        List.of("bash", "-c", LOOK, "look", String.valueOf(folder), "" + scratch.resolve("conf"));
    FinishedProcess owner = FinishedProcess.run(look, environment(), scratch);
    assertThat(owner.out()).as("the look itself").contains(token);
    assertThat(aws.secrets()).as("the look itself").anyMatch(owner.out()::contains);

    FinishedProcess other = asNobody(look);
    assertThat(other.out())
        .contains("bash\n-c\n")
        // In quotation marks that depend on the locale.
        .containsPattern(Pattern.quote(folder.toString()) + ".: Permission denied")
        .doesNotContain(token);
    aws.secrets()
        .forEach(secret -> assertThat(other.out()).as("what others see").doesNotContain(secret));
    String port = port(owner.out());
    FinishedProcess asked = asNobody(List.of("bash", "-c", ASK, port, "X: y"));
    assertThat(asked.out()).as(asked.err()).startsWith("HTTP/1.1 401 ");
    aws.secrets().forEach(secret -> assertThat(asked.out()).doesNotContain(secret));

    Path held = scratch.resolve("held");
    Process silent =
        new ProcessBuilder(nobody(List.of("bash", "-c", HOLD, port)))
            .redirectErrorStream(true)
            .redirectOutput(held.toFile())
            .start();
    started.add(silent);
    Await.until(PATIENCE, () -> lines(held).contains("held"));
    List<String> ask = List.of("bash", "-c", ASK, port, "Authorization: " + token);
    assertThat(FinishedProcess.run(ask, environment(), scratch).out()).startsWith("HTTP/1.1 200 ");
  }

  private static String variable(Path log, String name) throws IOException {
    return lines(log).stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static String port(String environments) {
    String before = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:";
    int at = environments.indexOf(before) + before.length();
    return environments.substring(at, environments.indexOf('/', at));
  }

  private static Map<String, String> environment() {
    return Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8");
  }

  private static List<String> nobody(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    all.addAll(command);
    return all;
  }

  private FinishedProcess asNobody(List<String> command) throws IOException, InterruptedException {
    return FinishedProcess.run(nobody(command), environment(), scratch);
  }

  private static List<String> lines(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines.toList();
    }
  }
}
