package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code rolecall run --aws} refuses before anything is asked for. */
class RunCommandTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://own", "identity": "base"},
        {"location": "s3a://open", "identity": "anonymous"},
        {"location": "s3a://b1/in", "role": "%1$s"},
        {"location": "s3a://b1/out", "role": "%1$s"},
        {"client": "glue", "role": "%1$s"},
        {"client": "own", "identity": "base"}
      ]}
      """
          .formatted(Samples.ROLE);

  private final FakeSts sts = new FakeSts();

  @AfterEach
  void nothingWasAsked() {
    assertThat(sts.calls()).isEmpty();
    sts.close();
  }

  private CommandRun run(String... arguments) {
    return new CommandRun.Setting()
        .environment("PATH", System.getenv("PATH"))
        .run(
            Stream.concat(
                    Stream.of(
                        "run",
                        "--conf=fs.s3a.assumed.role.sts.endpoint=" + sts.endpoint(),
                        "--conf=fs.s3a.rolecall.routes=" + ROUTES),
                    Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static void assertRefused(CommandRun run, int exitCode, String message) {
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("rolecall: " + message + "\n");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aLocationHasToBeSaid() {
    assertRefused(
        run("--aws", "--", "true"), 2, "Expected parameter for option '--aws' but found '--'");
    assertRefused(
        run("--aws", "true"),
        2,
        "Invalid value for option '--aws' ([NAME=]LOCATION): 'true' is not an S3"
            + " location: expected s3a://bucket or s3a://bucket/prefix");
  }

  /** As a location is, in its own name: a bucket may be called so, too. */
  @Test
  void aClientIsRefusedLikeALocation() {
    assertRefused(
        run("--aws=client:elsewhere", "--", "true"),
        125,
        "no route for client:elsewhere: Rolecall uses no identity that is not routed. Routed clients:"
            + " glue, own. true was not started");
    assertRefused(
        run("--aws=client:own", "--", "true"),
        125,
        "client:own is routed to the base identity, which is never handed over. A tool on this"
            + " machine can use it by itself; for others, route the location to a role. true was not"
            + " started");
    assertRefused(
        run("--aws=glue=client:glue", "--aws=client:glue", "--", "true"),
        2,
        "--aws: client:glue and client:glue would both be the profile glue: name them, as in --aws"
            + " NAME=client:glue");
  }

  @Test
  void anUnroutedLocationIsRefused() {
    assertRefused(
        run("--aws=s3a://elsewhere", "--", "true"),
        125,
        "no route for s3a://elsewhere: Rolecall uses no identity that is not routed. Routed buckets:"
            + " b1, open, own. true was not started");
    assertRefused(
        run("--aws=s3a://b1", "--", "true"),
        125,
        "no route for s3a://b1: Rolecall uses no identity that is not routed. Only prefixes of the"
            + " bucket are routed; 'rolecall routes' lists them. true was not started");
  }

  @Test
  void theBaseIdentityIsNotHandedOver() {
    assertRefused(
        run("--aws=s3a://own/x", "--", "true"),
        125,
        "s3a://own/x is routed to the base identity, which is never handed over. A tool on this"
            + " machine can use it by itself; for others, route the location to a role. true was not"
            + " started");
  }

  @Test
  void whereNobodySignsThereIsNothingToHandOver() {
    assertRefused(
        run("--aws=s3a://open", "--", "true"),
        125,
        "s3a://open is accessed anonymously: there are no credentials to hand over. Let the tool send"
            + " its requests unsigned (the AWS CLI: --no-sign-request). true was not started");
  }

  @Test
  void twoLocationsOfABucketNeedNames() {
    assertRefused(
        run("--aws=s3a://b1/in", "--aws=s3a://b1/out", "--", "true"),
        2,
        "--aws: s3a://b1/in and s3a://b1/out would both be the profile b1: name them, as in --aws"
            + " NAME=s3a://b1/out");
  }

  /** What names no profile would have its identity, though nobody said so. */
  @Test
  void aBucketCalledDefaultIsNobodysIdentityUnlessItIsNamedSo() {
    assertRefused(
        run("--aws=s3a://default/in", "--aws=s3a://elsewhere", "--", "true"),
        2,
        "--aws: s3a://default/in would be the profile default, which clients use that name none:"
            + " name it, as in --aws NAME=s3a://default/in");
    assertRefused(
        run("--aws=default=s3a://default/in", "--aws=s3a://elsewhere", "--", "true"),
        125,
        "no route for s3a://default/in: Rolecall uses no identity that is not routed. Routed"
            + " buckets: b1, open, own. true was not started");
  }

  @Test
  void aNameIsOneThatAllClientsRead() {
    assertRefused(
        run("--aws=my flights=s3a://b1/in", "--", "true"),
        2,
        "Invalid value for option '--aws' ([NAME=]LOCATION): 'my flights' is no name of a profile:"
            + " expected letters, digits and _.-");
  }

  @Test
  void aLocationMayHaveAnEqualsSign() {
    assertRefused(
        run("--aws=s3a://elsewhere/day=1", "--", "true"),
        125,
        "no route for s3a://elsewhere/day=1: Rolecall uses no identity that is not routed. Routed"
            + " buckets: b1, open, own. true was not started");
  }
}
