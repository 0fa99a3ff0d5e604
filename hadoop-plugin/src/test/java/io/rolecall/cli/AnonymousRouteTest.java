package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import org.junit.jupiter.api.Test;

/** A location without a signature is told as such, whichever command is asked. */
class AnonymousRouteTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [{"location": "s3a://open-data", "identity": "anonymous"}]}
      """;

  private static CommandRun run(String... arguments) {
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes", ROUTES)
        .conf("fs.s3a.endpoint.region", "eu-west-1")
        .conf(
            "fs.s3a.bucket.landsat-pds.aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider")
        .run(arguments);
  }

  @Test
  void routesListsIt() {
    CommandRun run = run("routes");
    assertThat(run.out())
        .isEqualTo(
            """
            location           access     for  external id  duration
            s3a://landsat-pds  anonymous
            s3a://open-data    anonymous
            """);
    assertThat(run("routes", "--json").out()).contains("\"access\" : \"anonymous\"");
  }

  @Test
  void explainTellsIt() {
    CommandRun run = run("explain", "s3a://open-data/x");
    assertThat(run.out())
        .isEqualTo(
            """
            location         s3a://open-data/x
            route            s3a://open-data
            access           anonymous: requests are sent without a signature
            """);
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void credentialsSaysThatThereIsNothingToPrint() {
    CommandRun run = run("credentials", "s3a://open-data/x", "--json");
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: s3a://open-data/x is accessed anonymously: there are no credentials to"
                + " hand over. Let the tool send its requests unsigned (the AWS CLI:"
                + " --no-sign-request)\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void checkCallsNobodyAndDoesNotSayThatTheKeyIsNotUsed() {
    CommandRun run = run("check");
    assertThat(run.out())
        .contains(
            "ok       role           s3a://open-data is accessed anonymously: nothing is signed\n")
        .contains(
            "ok       role           s3a://landsat-pds is accessed anonymously: nothing is"
                + " signed\n")
        .doesNotContain("is not used", "base identity");
  }
}
