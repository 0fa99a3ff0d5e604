package io.rolecall.cli.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.CommandRun;
import org.junit.jupiter.api.Test;

class IamRevokeCommandTest {

  private static CommandRun revoke(String routes, String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "iam";
    all[1] = "revoke";
    System.arraycopy(options, 0, all, 2, options.length);
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes", "{\"version\": 1, " + routes + "}")
        .run(all);
  }

  @Test
  void deniesBothSessionsThatThereAreAndFurtherOnes() {
    CommandRun run =
        revoke(
            """
            "routes": [
              {"location": "s3a://aa", "role": "arn:aws:iam::111111111111:role/a"},
              {"location": "s3a://aa/x", "role": "arn:aws:iam::111111111111:role/a",
               "sessionName": "x-{job}"}]
            """,
            "--job=application_1_0001",
            "--user=alice");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            account 111111111111, role arn:aws:iam::111111111111:role/a
            session names: alice-application_1_0001, x-application_1_0001
            statements to add to its trust policy:
            [ {
              "Effect" : "Deny",
              "Principal" : {
                "AWS" : "*"
              },
              "Action" : [ "sts:AssumeRole" ],
              "Condition" : {
                "StringEquals" : {
                  "sts:RoleSessionName" : [ "alice-application_1_0001" ]
                }
              }
            }, {
              "Effect" : "Deny",
              "Principal" : {
                "AWS" : "*"
              },
              "Action" : [ "sts:AssumeRole" ],
              "Condition" : {
                "StringEquals" : {
                  "sts:RoleSessionName" : [ "x-application_1_0001" ]
                }
              }
            } ]
            policy to add to its permissions, under a name of its own:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Deny",
                "Action" : [ "*" ],
                "Resource" : [ "*" ],
                "Condition" : {
                  "StringLike" : {
                    "aws:userid" : [ "*:alice-application_1_0001", "*:x-application_1_0001" ]
                  }
                }
              } ]
            }
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void coversEachRoleOfAChainAndWebIdentities() {
    CommandRun run =
        revoke(
            """
            "identities": {"pod": {"kind": "web-identity", "tokenFile": "/run/token"}},
            "routes": [
              {"location": "s3a://aa", "by": "pod",
               "roles": [{"role": "arn:aws:iam::111111111111:role/hub"},
                         {"role": "arn:aws:iam::222222222222:role/last"}]}]
            """,
            "--job=app-1",
            "--user=alice",
            "--oidc-provider=arn:aws:iam::111111111111:oidc-provider/oidc.example/id/1",
            "--subject=etl",
            "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\"role\" : \"arn:aws:iam::111111111111:role/hub\"")
        .contains("\"Federated\" : \"arn:aws:iam::111111111111:oidc-provider/oidc.example/id/1\"")
        .contains("\"Action\" : [ \"sts:AssumeRoleWithWebIdentity\" ]")
        .contains("\"role\" : \"arn:aws:iam::222222222222:role/last\"")
        .contains("\"Action\" : [ \"sts:AssumeRole\" ]");
  }

  @Test
  void saysWhichSessionsDoNotTellTheJob() {
    CommandRun run =
        revoke(
            """
            "identities": {
              "company": {"kind": "saml", "assertionFile": "/run/assertion",
                "provider": "arn:aws:iam::222222222222:saml-provider/company"}},
            "routes": [
              {"location": "s3a://bb", "role": "arn:aws:iam::111111111111:role/b",
               "sessionName": "{name}-{job}"},
              {"location": "s3a://cc", "by": "company", "role": "arn:aws:iam::222222222222:role/c"}]
            """,
            "--job=app-1",
            "--user=alice");
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            rolecall: arn:aws:iam::111111111111:role/b: the session name '{name}-{job}' has the job's name, which is not known. Set fs.s3a.rolecall.job.name
            arn:aws:iam::222222222222:role/c: the identity provider names the sessions of a SAML sign-in, so they do not tell the job
            """);
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void saysWhatGoesOn() {
    CommandRun run =
        revoke(
            """
            "routes": [
              {"location": "s3a://aa", "role": "arn:aws:iam::111111111111:role/a"},
              {"location": "s3a://own", "identity": "base"}]
            """,
            "--job=app-1",
            "--user=alice");
    assertThat(run.out())
        .endsWith(
            "\nnote: s3a://own is accessed by the base identity itself, which goes on until the"
                + " driver is stopped\n");
  }

  @Test
  void anIdThatIsLongerThanANameIsNotToldByIt() {
    CommandRun run =
        revoke(
            "\"routes\": [{\"location\": \"s3a://aa\","
                + " \"role\": \"arn:aws:iam::111111111111:role/a\"}]",
            "--job=" + "x".repeat(65),
            "--user=alice");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: arn:aws:iam::111111111111:role/a: a session's name has at most 64 characters,"
                + " so that it does not tell the whole id of the job\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void demandsTheJob() {
    CommandRun run = revoke("\"routes\": []", "--user=alice");
    assertThat(run.err()).isEqualTo("rolecall: --job is missing: say whose sessions are to end\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void saysThatThereIsNothingToEnd() {
    CommandRun run =
        revoke(
            "\"routes\": [{\"location\": \"s3a://bb\", \"identity\": \"anonymous\"}]",
            "--job=app-1",
            "--user=alice");
    assertThat(run.err())
        .isEqualTo("rolecall: no route has a role: there are no sessions to end\n");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  /** The operator is not the job's user: denials of the operator's sessions would end nothing. */
  @Test
  void demandsTheUserWhereSessionsAreCalledByIt() {
    CommandRun run =
        revoke(
            """
            "routes": [
              {"location": "s3a://aa", "role": "arn:aws:iam::111111111111:role/a"},
              {"location": "s3a://bb", "role": "arn:aws:iam::111111111111:role/b",
               "sessionName": "x-{job}"}]
            """,
            "--job=app-1");
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --user is missing: arn:aws:iam::111111111111:role/a has the session name"
                + " '{user}-{job}'. Name the Hadoop user whose job it is\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void needsNoUserWhereSessionsAreNotCalledByIt() {
    CommandRun run =
        revoke(
            """
            "routes": [
              {"location": "s3a://bb", "role": "arn:aws:iam::111111111111:role/b",
               "sessionName": "x-{job}"}]
            """,
            "--job=app-1");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\nsession names: x-app-1\n");
    assertThat(run.exitCode()).isZero();
  }

  /** The job has sessions of these, too. */
  @Test
  void endsTheSessionsOfCatalogsWithKeysOfTheirOwn() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111111111111:role/one")
            .conf(
                "spark.sql.catalog.lake.hadoop.fs.s3a.bucket.b2.assumed.role.arn",
                "arn:aws:iam::222222222222:role/two")
            .conf(
                "spark.sql.catalog.any.hadoop.fs.s3a.assumed.role.arn",
                "arn:aws:iam::333333333333:role/three")
            .run("iam", "revoke", "--job=app-1", "--user=alice");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.startsWith("account ")))
        .containsExactly(
            "account 111111111111, role arn:aws:iam::111111111111:role/one",
            "account 222222222222, role arn:aws:iam::222222222222:role/two",
            "account 333333333333, role arn:aws:iam::333333333333:role/three");
  }
}
