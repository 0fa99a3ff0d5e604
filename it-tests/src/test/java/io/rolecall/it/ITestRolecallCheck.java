package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code rolecall check} names the cause, and nothing else, in set-ups that are broken one by one.
 */
@Tag("commands")
class ITestRolecallCheck {

  private static final String JOB = "111111111111";
  private static final String DATA = "222222222222";
  private static final String ME = "arn:aws:iam::" + JOB + ":user/submitter";
  private static final String READER = "arn:aws:iam::" + DATA + ":role/reader";
  private static final String HUB = "arn:aws:iam::" + JOB + ":role/hub";
  private static final String LAST = "arn:aws:iam::" + DATA + ":role/last";
  private static final String NO_ROUTES = "fs.s3a.rolecall.routes";

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  JOB, account -> account.user("submitter").role("hub", role -> role.trusts(LAST)))
              .account(
                  DATA,
                  account ->
                      account
                          .bucket("data")
                          .role("reader", role -> role.trusts(ME).externalId("id-17").read("data"))
                          .role("writer", role -> role.trusts(ME).write("data"))
                          .role("last", role -> role.trusts(HUB).read("data"))));

  @Started private static LocalAws aws;

  @TempDir Path scratch;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("data", "in/file", "x\n".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void clearFaults() {
    aws.faults().clear();
  }

  /** What breaks a set-up that works. */
  private interface Damage {
    void to(Configuration conf);
  }

  /**
   * A broken set-up.
   *
   * @param name what is broken
   * @param damage breaks it
   * @param location what is checked
   * @param step the one step that must fail
   * @param cause what its detail must hold
   * @param advice what its advice must hold; empty if the detail says it
   */
  private record Broken(
      String name, Damage damage, String location, String step, String cause, String advice) {

    static Broken of(String name, Damage damage, String step, String cause, String advice) {
      return new Broken(name, damage, "s3a://data/in", step, cause, advice);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> brokenSetups() {
    return Stream.of(
        Broken.of(
            "the external id is forgotten",
            conf -> conf.unset("fs.s3a.bucket.data.assumed.role.external.id"),
            "role",
            "s3a://data: STS refused " + READER,
            "and asks for no external id (none is configured)"),
        Broken.of(
            "the role does not exist",
            conf -> S3Conf.role(conf, "data", READER + "s"),
            "role",
            "STS refused " + READER + "s",
            "Check that the role exists"),
        Broken.of(
            "a role that a catalog alone has does not exist",
            conf -> {
              conf.set(
                  "spark.sql.catalog.lake.hadoop.fs.s3a.bucket.data.assumed.role.arn",
                  READER + "s");
              conf.set("fs.s3a.impl.disable.cache", "true");
            },
            "role",
            "catalog lake: s3a://data: STS refused " + READER + "s",
            "Check that the role exists"),
        Broken.of(
            "Hadoop keeps one file system for a catalog and for all others",
            conf ->
                conf.set(
                    "spark.sql.catalog.lake.hadoop.fs.s3a.bucket.data.assumed.role.session.name",
                    "lake"),
            "routes",
            "s3a://data: 'catalog lake' declares fs.s3a.assumed.role.session.name otherwise",
            "Set spark.hadoop.fs.s3a.impl.disable.cache = true"),
        Broken.of(
            "the first role of a chain does not trust the caller",
            conf -> route(conf, new RoutesJson().chain("s3a://data", HUB, LAST)),
            "role",
            "the role before it in the chain: STS refused " + HUB,
            "As the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                + ME
                + "\"},\"Action\":[\"sts:AssumeRole\"]}"),
        Broken.of(
            "the secret key is of another access key",
            conf -> conf.set("fs.s3a.secret.key", "not-the-secret-of-this-access-key"),
            "base identity",
            ": SignatureDoesNotMatch: ",
            "The secret key does not belong to the access key: copy it again"),
        Broken.of(
            "the access key was deleted",
            conf -> conf.set("fs.s3a.access.key", "AKIAIOSFODNN7EXAMPLE"),
            "base identity",
            "InvalidClientTokenId",
            "The access key is unknown, deleted or deactivated"),
        Broken.of(
            "STS cannot be reached",
            conf -> conf.set("fs.s3a.assumed.role.sts.endpoint", "http://127.0.0.1:1"),
            "base identity",
            "http://127.0.0.1:1 in us-east-1: STS cannot be reached",
            "Check fs.s3a.assumed.role.sts.endpoint, the proxy"),
        Broken.of(
            "the clock is 20 minutes behind",
            conf -> aws.faults().clockSkew(Duration.ofMinutes(20)),
            "clock",
            " s behind STS's",
            "Set the clock (NTP)"),
        Broken.of(
            "the role grants shorter sessions",
            conf -> conf.set("fs.s3a.assumed.role.session.duration", "2h"),
            "role",
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration",
            "Check the duration against the role's maximum"),
        Broken.of(
            "a key is misspelt",
            conf -> conf.set("fs.s3a.rolecall.sesion.tags", "a=b"),
            "configuration",
            "fs.s3a.rolecall.sesion.tags is no key of Rolecall",
            "Did you mean fs.s3a.rolecall.session.tags?"),
        new Broken(
            "the bucket is misspelt",
            conf -> {},
            "s3a://date/in",
            "routes",
            "no route for s3a://date/in",
            "Did you mean s3a://data?"),
        Broken.of(
            "the routes are not JSON",
            conf -> conf.set(NO_ROUTES, "{\"version\": 1,\n \"routes\": [}"),
            "routes",
            "fs.s3a.rolecall.routes, line 2, column 13: ",
            ""),
        Broken.of(
            "another signer is configured",
            conf -> conf.set("fs.s3a.http.signer.class", "com.example.Signer"),
            "routes",
            "fs.s3a.http.signer.class = 'com.example.Signer': Rolecall needs",
            "Remove the key"),
        Broken.of(
            "plain S3A is used",
            conf -> conf.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"),
            "configuration",
            "fs.s3a.impl = org.apache.hadoop.fs.s3a.S3AFileSystem: plain S3A would be used",
            "Set fs.s3a.impl = io.rolecall.s3a.RolecallFileSystem"),
        Broken.of(
            "a route has a wildcard",
            conf -> route(conf, new RoutesJson().role("s3a://data/in/*", READER)),
            "routes",
            "s3a://data/in/* has no wildcards",
            "Name the prefix itself"),
        Broken.of(
            "the role may not list",
            conf -> {
              S3Conf.role(conf, "data", "arn:aws:iam::" + DATA + ":role/writer");
            },
            "probe",
            "list s3a://data/in: ",
            "The role needs s3:ListBucket on the bucket"),
        Broken.of(
            "the session policy takes the right away",
            conf ->
                conf.set(
                    "fs.s3a.assumed.role.policy",
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Action\":\"s3:PutObject\",\"Resource\":\"*\"}]}"),
            "probe",
            "no session policy allows",
            "by the route's session policy if it has one"));
  }

  private static void route(Configuration conf, RoutesJson json) {
    conf.set("fs.s3a.rolecall.routes", json.toString());
    conf.unset("fs.s3a.bucket.data.assumed.role.arn");
    conf.unset("fs.s3a.bucket.data.assumed.role.external.id");
  }

  private static Configuration healthy() {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf(JOB, "submitter"));
    S3Conf.role(conf, "data", READER);
    conf.set("fs.s3a.bucket.data.assumed.role.external.id", "id-17");
    return conf;
  }

  private record Report(int exitCode, List<JsonNode> steps, String err) {

    List<JsonNode> of(String outcome) {
      return steps.stream().filter(step -> step.get("outcome").asText().equals(outcome)).toList();
    }
  }

  private Report check(Configuration conf, String location) throws Exception {
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(conf)
            .run("check", location, "--probe", "list", "--json");
    assertThat(aws.secrets()).noneMatch(result.out()::contains).noneMatch(result.err()::contains);
    List<JsonNode> steps = new ArrayList<>();
    new JsonMapper().readTree(result.out()).get("steps").forEach(steps::add);
    return new Report(result.exitCode(), steps, result.err());
  }

  @Test
  void findsNothingWhereAllIsWell() throws Exception {
    Report report = check(healthy(), "s3a://data/in");
    assertThat(report.of("failed")).isEmpty();
    assertThat(report.exitCode()).isZero();
    assertThat(report.of("ok").stream().map(step -> step.get("step").asText()))
        .contains("configuration", "routes", "base identity", "clock", "role", "probe");
  }

  @ParameterizedTest
  @MethodSource("brokenSetups")
  void namesTheCause(Broken broken) throws Exception {
    Configuration conf = healthy();
    broken.damage().to(conf);
    Report report = check(conf, broken.location());
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.of("failed"))
        .as("what failed")
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.get("step").asText()).isEqualTo(broken.step());
              assertThat(step.get("detail").asText()).contains(broken.cause());
              assertThat(step.get("detail").asText() + step.path("advice").asText())
                  .contains(broken.advice());
            });
  }
}
