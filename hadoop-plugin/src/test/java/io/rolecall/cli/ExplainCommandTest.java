package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainCommandTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://shared", "role": "arn:aws:iam::333333333333:role/all"},
        {"location": "s3a://shared/team", "role": "arn:aws:iam::333333333333:role/team"},
        {"location": "s3a://shared/team/hub", "duration": "2h", "sessionName": "{user}-x-{job}",
         "tags": {"who": "{user}", "job": "{job}"}, "sourceIdentity": "{user}",
         "policy": {"Version": "2012-10-17"}, "region": "eu-west-1", "stsEndpoint": "https://sts.example",
         "roles": [{"role": "arn:aws:iam::111111111111:role/hub"},
                   {"role": "arn:aws:iam::333333333333:role/last", "externalId": "id-17"}]},
        {"location": "s3a://own", "identity": "base"},
        {"location": "s3a://parts/only", "role": "arn:aws:iam::333333333333:role/parts"}]}
      """;

  private static CommandRun explain(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "explain";
    all[1] = "--user=alice";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new CommandRun.Setting().conf("fs.s3a.rolecall.routes", ROUTES).run(all);
  }

  @Test
  void tellsTheRolesInOrderAndWhatStsIsAskedFor() {
    CommandRun run = explain("s3a://shared/team/hub/file", "--job=app-1");
    assertThat(run.out())
        .isEqualTo(
            """
            location         s3a://shared/team/hub/file
            route            s3a://shared/team/hub

            role             arn:aws:iam::111111111111:role/hub
            assumed by       the base identity
            external id      none
            duration         7200 s
            session name     alice-x-app-1
            tags             job=app-1, who=alice
            source identity  alice
            policy           none
            STS              https://sts.example, region eu-west-1

            role             arn:aws:iam::333333333333:role/last
            assumed by       arn:aws:iam::111111111111:role/hub
            external id      yes
            duration         3600 s
            session name     alice-x-app-1
            tags             job=app-1, who=alice
            source identity  alice
            policy           {"Version":"2012-10-17"}
            STS              https://sts.example, region eu-west-1

            route              access                               lost because it
            s3a://shared       arn:aws:iam::333333333333:role/all   covers it too, but s3a://shared/team/hub is longer
            s3a://shared/team  arn:aws:iam::333333333333:role/team  covers it too, but s3a://shared/team/hub is longer
            """);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tellsThePolicyOfAScope() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://in", "role": "arn:aws:iam::333333333333:role/r", "scope": "read"},
                  {"location": "s3a://out", "role": "arn:aws:iam::333333333333:role/r",
                   "scope": "write"}]}
                """)
            .run("explain", "s3a://in/x");
    assertThat(run.out())
        .contains(
            "policy           {\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\"],"
                + "\"Resource\":[\"arn:aws:s3:::in\"]},"
                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],"
                + "\"Resource\":[\"arn:aws:s3:::in/*\"]},"
                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\","
                + "\"s3:ListBucketMultipartUploads\"],\"Resource\":[\"arn:aws:s3:::out\"]},"
                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:AbortMultipartUpload\","
                + "\"s3:DeleteObject\",\"s3:PutObject\"],"
                + "\"Resource\":[\"arn:aws:s3:::out/*\"]}]}\n");
  }

  @Test
  void keepsThePlaceOfAJobThatIsNotKnown() {
    assertThat(explain("s3a://shared/x").out()).contains("session name     alice-{job}\n");
    assertThat(explain("s3a://shared/team/hub", "--json").out())
        .contains("\"sessionName\" : \"alice-x-{job}\"")
        .contains("\"job\" : \"{job}\"");
  }

  /** What Spark and MapReduce call the job, which sessions are named after. */
  @Test
  void knowsTheJobThatTheConfigurationNames() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes", ROUTES)
            .conf("spark.app.id", "app-7")
            .run("explain", "s3a://shared/x", "--user=alice");
    assertThat(run.out()).contains("session name     alice-app-7\n");
  }

  @Test
  void refusesSettingsThatAJobWouldRefuse() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes", ROUTES)
            .conf("fs.s3a.rolecall.renewal.lead", "0")
            .run("explain", "s3a://shared/x");
    assertThat(run.err())
        .startsWith(
            "rolecall: fs.s3a.rolecall.renewal.lead = 0 and fs.s3a.rolecall.renewal.jitter");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void refusesRoleMappingsOfEmr() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes", ROUTES)
            .conf("fs.s3a.authorization.roleMapping", "x=u:alice")
            .run("explain", "s3a://shared/x");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: fs.s3a.authorization.roleMapping = 'x=u:alice': EMR's S3A would choose by it"
                + " who signs, and not by the routes. Write its mappings as routes ('rolecall import"
                + " emrfs'), and give the key an empty value\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void tellsLookAlikesAndRoutesBelow() {
    assertThat(explain("s3a://shared/teams").out().lines().filter(line -> line.contains("/team")))
        .satisfiesExactly(
            asked -> assertThat(asked).isEqualTo("location         s3a://shared/teams"),
            alike ->
                assertThat(alike)
                    .startsWith("s3a://shared/team ")
                    .endsWith("  only looks like a prefix of it: prefixes end at '/'"),
            deeper ->
                assertThat(deeper)
                    .startsWith("s3a://shared/team/hub ")
                    .endsWith("  covers another place"));
    assertThat(explain("s3a://shared").out().lines().filter(line -> line.contains("/team")))
        .hasSize(2)
        .allSatisfy(below -> assertThat(below).endsWith("  lies below it"));
  }

  @Test
  void tellsTheBaseIdentity() {
    assertThat(explain("s3a://own/k").out())
        .isEqualTo(
            """
            location         s3a://own/k
            route            s3a://own
            access           the base identity itself, which only the driver has
            """);
  }

  @Test
  void answersInJson() {
    assertThat(explain("s3a://own/k", "--json", "--job=app-1").out())
        .isEqualTo(
            """
            {
              "location" : "s3a://own/k",
              "user" : "alice",
              "job" : "app-1",
              "route" : "s3a://own",
              "access" : "base identity",
              "roles" : [ ],
              "lost" : [ ]
            }
            """);
  }

  @Test
  void aLocationWithoutRouteEndsInTheCodeOfTheConfiguration() {
    CommandRun run = explain("s3a://shard/k");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("location         s3a://shard/k\nroute            none\n");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no route for s3a://shard/k: Rolecall uses no identity that is not routed. Routed"
                + " buckets: own, parts, shared. Did you mean s3a://shared?\n");
  }

  @Test
  void aBucketWithPrefixesAloneSaysSo() {
    CommandRun run = explain("s3a://parts/other");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: no route for s3a://parts/other: Rolecall uses no identity that is not routed."
                + " Only prefixes of the bucket are routed; 'rolecall routes' lists them\n");
  }

  @Test
  void nothingRoutedPointsAtTheConfiguration() {
    assertThat(CommandRun.of("explain", "s3a://b1").err())
        .isEqualTo(
            "rolecall: no route for s3a://b1: Rolecall uses no identity that is not routed. No bucket is"
                + " routed: is this the configuration that the job has? (HADOOP_CONF_DIR,"
                + " --conf-file)\n");
  }

  @Test
  void refusesWhatIsNoLocation() {
    CommandRun run = CommandRun.of("explain", "hdfs://b1/x");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "rolecall: Invalid value for positional parameter at index 0 (LOCATION): 'hdfs://b1/x' is"
                + " not an S3 location: expected s3a://bucket or s3a://bucket/prefix\n");
  }

  @Test
  void aLocationIsNeeded() {
    CommandRun run = CommandRun.of("explain");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("rolecall: Missing required parameter: 'LOCATION'\n");
  }
}
