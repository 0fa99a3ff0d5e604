package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about clients of other services, of which nothing holds that holds of buckets. */
class ClientPlacesTest {

  private static final String ROUTES =
      ("{'version': 1, 'routes': [{'client': 'glue', 'role': '"
              + Samples.ROLE
              + "'}, {'client': 'events', 'role': '"
              + Samples.ROLE
              + "'}]}")
          .replace('\'', '"');

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
        .conf("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
        .conf("fs.AbstractFileSystem.s3a.impl", "io.rolecall.s3a.RolecallFs")
        .conf("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString())
        .conf("fs.s3a.rolecall.routes", ROUTES);
  }

  /** S3A, which takes a bucket for a host, never sees it. */
  @Test
  void aClientsRouteIsChecked() throws IOException {
    CommandRun run = setting().run("check");
    assertThat(run.out())
        .contains("ok       routes         s3a://b1: 1 route\n")
        .contains("ok       routes         client:events: 1 route\n")
        .contains("ok       routes         client:glue: 1 route\n")
        .doesNotContain("FAILED");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aClientsRoleIsTriedAndItsServiceIsNot() throws IOException {
    CommandRun run = setting().run("check", "client:glue", "--probe=list");
    assertThat(run.out())
        .contains("ok       routes         client:glue: 1 route\n")
        .contains("ok       role           " + Samples.ROLE + " for client:glue: session ")
        .doesNotContain("b1", "events", "probe");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(sts.calls()).hasSize(2);
  }

  /** Each catalog may have an endpoint of its own: the client has no file system. */
  @Test
  void aClientSharesNoFileSystem() throws IOException {
    CommandRun.Setting two =
        setting()
            .conf("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
            .conf("spark.sql.catalog.lake.hadoop.fs.s3a.endpoint", "https://elsewhere.example");
    CommandRun run = two.run("check", "client:glue");
    assertThat(run.out()).doesNotContain("FAILED", "file system of a bucket");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "credentials", "explain"})
  void clientsAreNamedWhereOneHasNoRoute(String command) throws IOException {
    CommandRun run =
        command.equals("credentials")
            ? setting().run(command, "client:evnts", "--format=env")
            : setting().run(command, "client:evnts");
    assertThat(run.out() + run.err())
        .contains(
            "no route for client:evnts: Rolecall uses no identity that is not routed. Routed"
                + " clients: events, glue. Did you mean client:events?");
    assertThat(run.exitCode()).isNotZero();
  }

  @Test
  void noClientMayBeRouted() throws IOException {
    assertThat(setting().conf("fs.s3a.rolecall.routes", "").run("explain", "client:glue").err())
        .isEqualTo(
            "rolecall: no route for client:glue: Rolecall uses no identity that is not routed. No"
                + " client is routed: is this the configuration that the job has?"
                + " (HADOOP_CONF_DIR, --conf-file)\n");
  }

  /** Keys of a bucket whose name no bucket can have would be read by nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"hadoop", "spark"})
  void keysOfABucketAreForNoClient(String format) throws IOException {
    CommandRun run = setting().run("credentials", "client:glue", "--format=" + format);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --format "
                + format
                + " is for S3A's file system of one bucket, and client:glue is in none: say another"
                + " format\n");
    assertThat(run.out()).isEmpty();
    assertThat(sts.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"credential-process", "env", "json", "storage-options"})
  void otherFormatsAreForAClient(String format) throws IOException {
    CommandRun run = setting().run("credentials", "client:glue", "--format=" + format);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("key-1", "secret-1", "token-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --for=client:glue -- true | --for",
        "keep --for=client:glue --once --file=none | --for",
        "iam --read=client:glue | --read",
      })
  void whatIsOfBucketsAloneTakesNoClient(String command, String option) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith(
            "rolecall: Invalid value for option '"
                + option
                + "' (LOCATION): 'client:glue' is not an S3 location: expected s3a://bucket or"
                + " s3a://bucket/prefix\n");
  }

  /** Not one more route of the client; before, it was listed twice. */
  @Test
  void aKeyOfABucketThatIsNoneIsRefused() throws IOException {
    CommandRun.Setting keyed =
        setting().conf("fs.s3a.bucket.@glue.assumed.role.arn", Samples.ROLE.toString());
    assertThat(keyed.run("routes").err())
        .isEqualTo(
            "rolecall: '@glue' is not a bucket name: expected 2 to 255 letters, digits, '.', '-',"
                + " '_'\n");
  }

  @Test
  void everyOtherBucketIsNamedAsRoutesWriteIt() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\": 1, \"routes\": [{\"location\": \"s3a://*\", \"identity\": \"base\"}]}")
            .run("iam");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --principal is missing: the base identity accesses s3a://* itself. Give the"
                + " ARN that 'aws sts get-caller-identity' prints for it\n");
  }
}
