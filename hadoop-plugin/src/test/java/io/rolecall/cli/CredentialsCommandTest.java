package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsCommandTest {

  private static final String CREDENTIAL_PROCESS = "--format=credential-process";

  @TempDir Path home;

  private final FakeSts sts = new FakeSts();

  @AfterEach
  void stopSts() {
    sts.close();
  }

  private CommandRun.Setting setting() throws IOException {
    return new CommandRun.Setting()
        .home(home)
        .environment("XDG_CACHE_HOME", home.resolve("cache").toString())
        .reaching(sts, home)
        .conf("fs.s3a.assumed.role.session.duration", "1h")
        .conf("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
  }

  private CommandRun credentials(String... options) throws IOException {
    return credentials(setting(), options);
  }

  private static CommandRun credentials(CommandRun.Setting setting, String... options) {
    return setting.run(
        Stream.concat(Stream.of("credentials", "s3a://b1/k", "--user=alice"), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void printsTheSessionOfTheRoute() throws IOException {
    CommandRun run = credentials("--format=env", "--job=app-1");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            export AWS_ACCESS_KEY_ID='key-1'
            export AWS_SECRET_ACCESS_KEY='secret-1'
            export AWS_SESSION_TOKEN='token-1'
            """);
    assertThat(sts.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.accessKeyId()).isEqualTo("base-key");
              assertThat(call.parameter("RoleArn")).isEqualTo(Samples.ROLE.toString());
              assertThat(call.parameter("RoleSessionName")).isEqualTo("alice-app-1");
              assertThat(call.parameter("DurationSeconds")).isEqualTo("3600");
            });
  }

  @Test
  void jsonIsAFormatToo() throws IOException {
    assertThat(credentials("--json").out())
        .contains("\"location\" : \"s3a://b1/k\"")
        .contains("\"secretAccessKey\" : \"secret-1\"");
  }

  @Test
  void aCredentialProcessIsCachedBetweenCalls() throws IOException {
    CommandRun first = credentials(CREDENTIAL_PROCESS);
    assertThat(first.out()).contains("\"AccessKeyId\" : \"key-1\"").contains("\"Version\" : 1");
    assertThat(credentials(CREDENTIAL_PROCESS)).isEqualTo(first);
    assertThat(sts.calls()).hasSize(1);
  }

  @Test
  void theCacheIsOfOneIdentityAlone() throws IOException {
    credentials(CREDENTIAL_PROCESS);
    credentials(setting().environment("AWS_PROFILE", "other"), CREDENTIAL_PROCESS);
    assertThat(sts.calls()).hasSize(2);
    credentials(setting().conf("fs.s3a.access.key", "other-key"), CREDENTIAL_PROCESS);
    assertThat(sts.calls()).hasSize(3);
    setting().run("credentials", "s3a://b1/k", "--user=bob", CREDENTIAL_PROCESS);
    assertThat(sts.calls()).hasSize(4);
    credentials(setting().conf("fs.s3a.assumed.role.policy", "{}"), CREDENTIAL_PROCESS);
    assertThat(sts.calls()).hasSize(5);
  }

  @Test
  void theCacheCanBeLeftAlone() throws IOException {
    credentials(CREDENTIAL_PROCESS, "--no-cache");
    assertThat(home.resolve("cache")).doesNotExist();
    credentials("--json");
    assertThat(home.resolve("cache")).doesNotExist();
    assertThat(sts.calls()).hasSize(2);
  }

  @Test
  void isRenewedEarly() throws IOException {
    credentials(CREDENTIAL_PROCESS);
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(46));
    assertThat(credentials(setting().clock(later), CREDENTIAL_PROCESS).out())
        .contains("\"AccessKeyId\" : \"key-2\"");
  }

  @Test
  void theOldSessionServesWhileStsFails() throws IOException {
    credentials(CREDENTIAL_PROCESS);
    sts.failNext(403, "AccessDenied", "not today");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(46));
    CommandRun run = credentials(setting().clock(later), CREDENTIAL_PROCESS);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\"AccessKeyId\" : \"key-1\"");
    assertThat(run.err())
        .startsWith("rolecall: s3a://b1/k: no new session, the one until ")
        .contains(" is used: STS refused " + Samples.ROLE)
        .contains("AccessDenied: not today");
  }

  @Test
  void aCacheThatOthersCanReadIsRefused() throws IOException {
    credentials(CREDENTIAL_PROCESS);
    Path folder = home.resolve("cache").resolve("rolecall");
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    CommandRun run = credentials(CREDENTIAL_PROCESS);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: the session cache "
                + folder
                + " is refused: others may use it (rwxr-xr-x, expected rwx------). Somebody may have"
                + " read or changed it: delete it, or use --no-cache\n");
  }

  /** The session is there: only the next call takes longer. */
  @Test
  void anAnswerThatCannotBeKeptIsGiven() throws IOException {
    String call = "0".repeat(64);
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.writeString(conf.resolve("core-site.xml"), "<configuration/>");
    CommandRun.Setting setting =
        setting()
            .environment("ROLECALL_CALL", call)
            .environment("HADOOP_CONF_DIR", conf.toString())
            .environment("HADOOP_USER_NAME", "alice");
    assertThat(setting.run("credentials", "s3a://b1/k", "--user=alice", CREDENTIAL_PROCESS))
        .returns("", CommandRun::err);
    Path folder = home.resolve("cache").resolve("rolecall");
    Path answer = folder.resolve("answer-" + call);
    Files.deleteIfExists(answer);
    Files.createDirectories(answer.resolve("x"));
    CommandRun run = setting.run("credentials", "s3a://b1/k", "--user=alice", CREDENTIAL_PROCESS);
    assertThat(run.out()).contains("\"AccessKeyId\" : \"key-1\"");
    assertThat(run.err())
        .startsWith("rolecall: the answer cannot be kept for the next call: ")
        .contains(folder.toString())
        .doesNotContain("secret-1");
    assertThat(run.exitCode()).isZero();
    assertThat(sts.calls()).hasSize(1);
  }

  @Test
  void showsNoSecretToATerminal() throws IOException {
    CommandRun run = credentials(setting().seen(), "--json");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: standard output is a terminal, and a session is secret: pipe it to who needs"
                + " it, or say --show\n");
    assertThat(sts.calls()).isEmpty();
    assertThat(credentials(setting().seen(), "--json", "--show").out()).contains("secret-1");
  }

  @Test
  void whatStsRefusesIsExplained() throws IOException {
    sts.failNext(403, "AccessDenied", "no");
    CommandRun run = credentials("--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("rolecall: s3a://b1/k: STS refused " + Samples.ROLE)
        .contains("its trust policy names the caller")
        .doesNotContain("base-secret");
  }

  @Test
  void aFormatIsNeeded() throws IOException {
    CommandRun run = credentials();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("rolecall: say in which form: --format FORMAT, or --json\n");
  }

  @Test
  void aFormatMustBeKnown() throws IOException {
    CommandRun run = credentials("--format=yaml");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "rolecall: Invalid value for option '--format': 'yaml' is not known; expected one"
                + " of credential-process, env, json, hadoop, spark, storage-options\n");
  }

  @Test
  void twoFormatsAreRefused() throws IOException {
    CommandRun run = credentials("--json", "--format=env");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("rolecall: --json and --format env: say one of them\n");
  }

  @Test
  void aLocationWithoutRouteIsRefused() throws IOException {
    CommandRun run = setting().run("credentials", "s3a://b2/k", "--json");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no route for s3a://b2/k: Rolecall uses no identity that is not routed. Routed"
                + " buckets: b1. Did you mean s3a://b1?\n");
  }

  @Test
  void theBaseIdentityIsNeverHandedOver() throws IOException {
    CommandRun run =
        setting()
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\":1,\"routes\":[{\"location\":\"s3a://own\",\"identity\":\"base\"}]}")
            .run("credentials", "s3a://own/k", "--json");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: s3a://own/k is routed to the base identity, which is never handed over. A tool"
                + " on this machine can use it by itself; for others, route the location to a role\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"executor", "EXECUTOR"})
  void anExecutorMintsNone(String process) throws IOException {
    CommandRun run = credentials(setting().conf("fs.s3a.rolecall.process", process), "--json");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: fs.s3a.rolecall.process = 'executor': an executor mints no sessions; run this"
                + " where the driver runs\n");
    assertThat(sts.calls()).isEmpty();
  }
}
