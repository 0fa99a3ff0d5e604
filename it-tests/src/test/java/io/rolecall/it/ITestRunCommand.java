package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code rolecall run} as a process: what its command gets, how both end, and that nothing is left
 * of them. {@code mvn verify} leaves slow ones to {@code it-tests/run supply}.
 */
@Tag("commands")
class ITestRunCommand {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Says that it runs, and with which file, and waits for what it is told. */
  private static final String WAITS =
      """
      trap 'echo got INT; exit 7' INT
      trap 'echo got TERM; exit 8' TERM
      trap 'echo got HUP; exit 9' HUP
      trap 'echo got USR1; exit 10' USR1
      echo "file $HADOOP_TOKEN_FILE_LOCATION"
      while :; do sleep 0.1; done
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
  private Path places;
  private Configuration gateway;
  private Configuration worker;
  private Set<String> before;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() throws IOException {
    places = Files.createDirectory(scratch.resolve("tmp"));
    gateway = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.role(gateway, "partner", READER);
    S3Conf.baseIdentity(gateway, aws.credentialsOf("111111111111", "me"));
    worker = S3Conf.rolecall(aws.endpoint(), "15m");
    worker.set("fs.s3a.rolecall.process", "executor");
    worker.set("fs.s3a.rolecall.session.wait", "3s");
    before = left();
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
    return new RolecallScript(scratch)
        .configuration(gateway)
        .environment("TMPDIR", places.toString());
  }

  private FinishedProcess run(String... command) throws IOException, InterruptedException {
    return script()
        .run(Stream.concat(Stream.of("run", "--"), Stream.of(command)).toArray(String[]::new));
  }

  private Process start(Path log, String... command) throws IOException {
    Process process =
        script()
            .start(
                log,
                Stream.concat(Stream.of("run", "--"), Stream.of(command)).toArray(String[]::new));
    started.add(process);
    return process;
  }

  /** What lies in the places for what does not last: all in ours, and folders of runs elsewhere. */
  private Set<String> left() throws IOException {
    Set<String> left = new TreeSet<>();
    for (Path place : List.of(places, Path.of("/tmp"), Path.of("/dev/shm"))) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          files
              .filter(
                  file ->
                      place.equals(places)
                          || file.getFileName().toString().startsWith("rolecall-run-"))
              .map(Path::toString)
              .forEach(left::add);
        }
      }
    }
    return left;
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(left()).isEqualTo(before);
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
  }

  private static Path fileOf(Path log) {
    return Await.until(
        PATIENCE,
        () ->
            lines(log).stream()
                .filter(line -> line.startsWith("file "))
                .map(line -> Path.of(line.substring("file ".length())))
                .findFirst()
                .orElse(null));
  }

  private String[] hadoopFs(String... arguments) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "conf");
    S3Conf.write(worker, folder);
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(
                    File.pathSeparator,
                    folder.toString(),
                    Workplace.ofThisProject().pluginJar().toString(),
                    RolecallScript.hadoopClassPath()),
                "org.apache.hadoop.fs.FsShell"),
            Stream.of(arguments))
        .toArray(String[]::new);
  }

  @Test
  void hadoopReadsWithTheSessions() throws Exception {
    FinishedProcess read = run(hadoopFs("-cat", "s3a://partner/f"));
    assertThat(read.out()).as(read.err()).isEqualTo("flights");
    assertThat(read.exitCode()).isZero();
    assertThat(aws.log().bucket("partner"))
        .isNotEmpty()
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::222222222222:assumed-role/reader/"));
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void theExitCodeIsHadoopsOwn() throws Exception {
    FinishedProcess missing = run(hadoopFs("-cat", "s3a://partner/none"));
    assertThat(missing.exitCode()).as(missing.err()).isEqualTo(1);
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void theCommandIsKeptSuppliedForLongerThanItsSessionsLast() throws Exception {
    gateway.set("fs.s3a.assumed.role.session.duration", "12s");
    Path folder = Files.createTempDirectory(scratch, "conf");
    S3Conf.write(worker, folder);
    Path log = scratch.resolve("run.log");
    Process run =
        start(
            log,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            String.join(
                File.pathSeparator,
                folder.toString(),
                Workplace.ofThisProject().root().resolve("it-tests/target/test-classes").toString(),
                Workplace.ofThisProject().pluginJar().toString(),
                RolecallScript.hadoopClassPath()),
            TokenFileReader.class.getName(),
            "s3a://partner/f");
    Await.until(
        PATIENCE,
        () -> {
          assertThat(run.isAlive()).as(log + ": " + lines(log)).isTrue();
          return aws.log()
                  .bucket("partner")
                  .filter(entry -> entry.status() < 400)
                  .map(entry -> entry.client().accessKeyId())
                  .filter(Objects::nonNull)
                  .distinct()
                  .count()
              >= 3;
        });
    run.destroy();
    assertThat(run.waitFor()).isEqualTo(143);
    assertThat(lines(log)).noneMatch(line -> line.startsWith("rolecall:"));
    assertNothingIsLeft();
  }

  @Test
  void theCommandHasItsArgumentsItsStreamsAndItsEnvironment() throws Exception {
    FinishedProcess echo =
        script()
            .environment("OWN", "kept")
            .run(
                "run",
                "--for=s3a://partner",
                "--",
                "sh",
                "-c",
                "printf '%s|' \"$OWN\" \"$@\"; echo problem >&2; exit 23",
                "sh",
                "--version",
                "@file",
                "a b",
                "");
    assertThat(echo.exitCode()).isEqualTo(23);
    assertThat(echo.out()).isEqualTo("kept|--version|@file|a b||");
    assertThat(echo.err()).isEqualTo("problem\n");
  }

  @Test
  void whatTheCommandIsGivenIsItsUsersAlone() throws Exception {
    FinishedProcess listed =
        run(
            "sh",
            "-c",
            "d=$(dirname \"$HADOOP_TOKEN_FILE_LOCATION\"); stat -c %a \"$d/..\" \"$d\" \"$d\"/*; env;"
                + " cat /proc/$PPID/cmdline | tr '\\0' ' '");
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out().lines().limit(3)).containsExactly("700", "700", "600");
    String secret = aws.credentialsOf("111111111111", "me").secretAccessKey();
    assertThat(listed.out()).doesNotContain(secret).doesNotContain("AWS_");
    assertNothingIsLeft();
  }

  @Tag("suite")
  @Test
  void theTokensThatItWasGivenGoAlong() throws Exception {
    Path given = scratch.resolve("given");
    gateway.set("fs.s3a.bucket.other.assumed.role.arn", READER);
    FinishedProcess kept =
        script().run("keep", "--once", "--for=s3a://other", "--token-file", given.toString());
    assertThat(kept.exitCode()).as(kept.err()).isZero();
    FinishedProcess shown =
        script()
            .environment("HADOOP_TOKEN_FILE_LOCATION", given.toString())
            .run(
                "run",
                "--for=s3a://partner",
                "--",
                "sh",
                "-c",
                RolecallScript.path() + " token show \"$HADOOP_TOKEN_FILE_LOCATION\"");
    assertThat(shown.out()).as(shown.err()).contains("s3a://partner ", "s3a://other ");
  }

  @Test
  void aSignalReachesTheCommandWhoseExitCodeItIs() throws Exception {
    assertReachesTheCommand("TERM", 8);
  }

  @ParameterizedTest
  @Tag("suite")
  @CsvSource({"INT, 7", "HUP, 9", "USR1, 10"})
  void otherSignalsReachTheCommandWhoseExitCodeItIs(String signal, int exitCode) throws Exception {
    assertReachesTheCommand(signal, exitCode);
  }

  private void assertReachesTheCommand(String signal, int exitCode) throws Exception {
    Path log = scratch.resolve("run.log");
    Process run = start(log, "bash", "-c", WAITS);
    Path file = fileOf(log);
    assertThat(file).exists();
    List<ProcessHandle> command = run.descendants().toList();
    assertThat(command).isNotEmpty();
    assertThat(new ProcessBuilder("kill", "-" + signal, "" + run.pid()).start().waitFor()).isZero();
    assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(lines(log)).last().isEqualTo("got " + signal);
    assertThat(run.exitValue()).isEqualTo(exitCode);
    assertThat(command.get(0).isAlive()).isFalse();
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void aSignalThatEndsTheCommandIsInTheExitCode() throws Exception {
    assertThat(run("sh", "-c", "kill -KILL $$").exitCode()).isEqualTo(137);
    assertThat(run("sh", "-c", "kill -TERM $$").exitCode()).isEqualTo(143);
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void aCommandThatForksEndsWithItself() throws Exception {
    Path late = scratch.resolve("late");
    Path pid = scratch.resolve("pid");
    FinishedProcess forked =
        run(
            "sh",
            "-c",
            "(echo $$ > /dev/null; sh -c 'echo $PPID > "
                + pid
                + "'; while [ -e \"$HADOOP_TOKEN_FILE_LOCATION\" ]; do sleep 0.1; done; echo gone > "
                + late
                + ") > /dev/null 2>&1 & exit 5");
    assertThat(forked.exitCode()).isEqualTo(5);
    assertNothingIsLeft();
    // What it left running goes on, without the file.
    Await.until(PATIENCE, () -> lines(late).contains("gone"));
  }

  @Test
  void afterKillTheCommandGoesOnAndTheFirstRunAfterItsSessionsRemovesTheFolder() throws Exception {
    Path log = scratch.resolve("run.log");
    Process run = start(log, "bash", "-c", WAITS);
    Path file = fileOf(log);
    List<ProcessHandle> command = run.descendants().toList();
    run.destroyForcibly().waitFor();
    try {
      assertThat(command).isNotEmpty().anyMatch(ProcessHandle::isAlive);
      assertThat(file).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
      assertThat(run("true").exitCode()).isZero();
      assertThat(file).as("the command uses it").exists();
      Path until = file.getParent().resolveSibling("until");
      assertThat(Instant.parse(Files.readString(until)))
          .isBetween(Instant.now().plusSeconds(600), Instant.now().plusSeconds(900));
      Files.writeString(until, Instant.now().toString()); // As if they had ended.
      assertThat(run("true").exitCode()).isZero();
      assertNothingIsLeft();
    } finally {
      command.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  @Tag("suite")
  void saysWhatItCannotStart() throws Exception {
    FinishedProcess none = run("no-such-command");
    assertThat(none.exitCode()).isEqualTo(127);
    assertThat(none.err()).isEqualTo("rolecall: no-such-command: there is no such command\n");
    assertNothingIsLeft();
    assertThat(aws.log().operation("AssumeRole").count()).isLessThanOrEqualTo(1);
  }

  @Test
  @Tag("suite")
  void saysWhatIsNoProgram() throws Exception {
    FinishedProcess folder = run(scratch.toString());
    assertThat(folder.exitCode()).isEqualTo(126);
    assertThat(folder.err())
        .isEqualTo("rolecall: " + scratch + ": not a program that may be run\n");
    Path noInterpreter = Files.writeString(scratch.resolve("script"), "#!/no/such/shell\n");
    Files.setPosixFilePermissions(noInterpreter, PosixFilePermissions.fromString("rwx------"));
    FinishedProcess cannot = run(noInterpreter.toString());
    assertThat(cannot.exitCode()).as(cannot.err()).isEqualTo(126);
    assertThat(cannot.err()).startsWith("rolecall: Cannot run program \"" + noInterpreter + '"');
    assertNothingIsLeft();
    assertThat(aws.log().operation("AssumeRole").count()).isLessThanOrEqualTo(1);
  }

  @Tag("suite")
  @Test
  void withoutATokenTheCommandIsNotStarted() throws Exception {
    FinishedProcess noRoute =
        script().run("run", "--for=s3a://elsewhere", "--", "sh", "-c", "echo started");
    assertThat(noRoute.exitCode()).as(noRoute.err()).isEqualTo(125);
    assertThat(noRoute.out()).isEmpty();
    assertThat(noRoute.err()).endsWith(". sh was not started\n").contains("s3a://elsewhere");
    S3Conf.role(gateway, "partner", READER + "-none");
    FinishedProcess refused = run("sh", "-c", "echo started");
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(125);
    assertThat(refused.err())
        .startsWith("rolecall: no token for s3a://partner: ")
        .contains("STS refused")
        .endsWith(". sh was not started\n");
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void withoutSpaceTheCommandIsNotStarted() throws Exception {
    FinishedProcess full =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    // No file may grow: as on a full disk, but without a disk.
                    "(ulimit -f 0; exec "
                        + RolecallScript.path()
                        + " run -- echo started) 2>&1 | cat; exit"
                        + " ${PIPESTATUS[0]}"));
    assertThat(full.exitCode()).as(full.out()).isEqualTo(125);
    assertThat(full.out())
        .contains("/tokens cannot be written: ")
        .endsWith(". echo was not started\n")
        .doesNotContain("started\nstarted");
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void theFolderForItIsNamedWhereThereIsNone() throws Exception {
    FinishedProcess none =
        script().environment("TMPDIR", scratch.resolve("none").toString()).run("run", "--", "true");
    assertThat(none.exitCode()).isEqualTo(125);
    assertThat(none.err())
        .isEqualTo(
            "rolecall: "
                + scratch.resolve("none")
                + ": no private folder can be made there: there is no such file. TMPDIR names another"
                + " place. true was not started\n");
  }

  /** Each is a process of its own: the lock of the one must be seen by the other. */
  @Tag("suite")
  @Test
  void anotherRunLeavesTheFolderOfOneThatGoesOnAlone() throws Exception {
    Path log = scratch.resolve("run.log");
    Process run = start(log, "bash", "-c", WAITS);
    Path file = fileOf(log);
    assertThat(run("true").exitCode()).isZero();
    assertThat(file).exists();
    run.destroy();
    assertThat(run.waitFor()).isEqualTo(8);
    assertNothingIsLeft();
  }

  /** What it was given is of the same bucket: it gets sessions of its own all the same. */
  @Test
  @Tag("suite")
  void aRunWithinARunIsSupplied() throws Exception {
    String rolecall = RolecallScript.path().toString();
    FinishedProcess inner = run(rolecall, "run", "--", "true");
    assertThat(inner.exitCode()).as(inner.err()).isZero();
    assertThat(aws.log().operation("AssumeRole").count()).isEqualTo(2);
    assertNothingIsLeft();
  }

  @Test
  @Tag("suite")
  void aFolderThatTheCommandCouldNotBeToldIsRefused() throws Exception {
    Path odd = Files.createDirectory(scratch.resolve("a,b"));
    FinishedProcess refused =
        script().environment("TMPDIR", odd.toString()).run("run", "--", "echo", "started");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .matches(
            "rolecall: \\Q"
                + odd.toRealPath()
                + "\\E/rolecall-run-[^/]+/tokens cannot be named in HADOOP_TOKEN_FILE_LOCATION, where a"
                + " comma ends a file's name\\. TMPDIR names another place\\. echo was not started\n");
    assertThat(odd).isEmptyDirectory();
  }

  /** As cron has it: bytes that Java cannot show there are passed on, or nothing is. */
  @Test
  @Tag("suite")
  void aLocaleWithoutTheCharactersSpoilsNothing() throws Exception {
    String rolecall = RolecallScript.path().toString();
    FinishedProcess kept =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    "export LC_ALL=C NAME=$(printf 'p\\303\\244'); exec "
                        + rolecall
                        + " run -- sh -c 'printf %s \"$NAME\" | od -An -tx1'"));
    assertThat(kept.out().trim()).as(kept.err()).isEqualTo("70 c3 a4");
    FinishedProcess refused =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    "export LC_ALL=C; exec " + rolecall + " run -- echo $(printf 'p\\303\\244')"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .endsWith(
            "' has characters that this locale does not know, so that what was written is lost. Set"
                + " LC_ALL=C.UTF-8\n");
  }

  @Test
  @Tag("suite")
  void whereNoSignalCanBePassedOnTheCommandIsNotStarted() throws Exception {
    FinishedProcess refused =
        script().environment("ROLECALL_OPTS", "-Xrs").run("run", "--", "echo", "started");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "rolecall: SIGINT cannot be passed on: remove -Xrs from ROLECALL_OPTS. echo was not"
                + " started\n");
    assertNothingIsLeft();
  }
}
