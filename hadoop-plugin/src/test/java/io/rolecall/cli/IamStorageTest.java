package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code rolecall iam} is told of buckets: whose they are, their keys, what is only read. */
class IamStorageTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://lake/to us", "role": "arn:aws:iam::111111111111:role/a"},
        {"location": "s3a://own", "role": "arn:aws:iam::111111111111:role/a"}]}
      """;

  private static final String KEY = "arn:aws:kms:eu-west-1:222222222222:key/1234-ab";
  private static final String OWN_KEY = "arn:aws:kms:eu-west-1:111111111111:key/own";

  @TempDir Path scratch;

  private static CommandRun.Setting setting() {
    return new CommandRun.Setting().conf("fs.s3a.rolecall.routes", ROUTES);
  }

  private static CommandRun iam(CommandRun.Setting setting, String... options) {
    List<String> all = new ArrayList<>(List.of("iam"));
    all.add("--principal=arn:aws:iam::111111111111:user/me");
    all.addAll(List.of(options));
    return setting.run(all.toArray(String[]::new));
  }

  @Test
  void writesForTheOwnersOfBucketAndKey() {
    CommandRun run = iam(setting(), "--bucket=lake=222222222222", "--key=lake=" + KEY);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            account 111111111111

            role arn:aws:iam::111111111111:role/a
            MaxSessionDuration: 3600 s or more
            trust policy:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:user/me"
                },
                "Action" : [ "sts:AssumeRole" ]
              } ]
            }
            permissions:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::lake/to us", "arn:aws:s3:::lake/to us/*", "arn:aws:s3:::own/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::lake/to us", "arn:aws:s3:::lake/to us/*", "arn:aws:s3:::own/*" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket", "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::own" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucket" ],
                "Resource" : [ "arn:aws:s3:::lake" ],
                "Condition" : {
                  "StringLike" : {
                    "s3:prefix" : [ "to us", "to us/*" ]
                  }
                }
              }, {
                "Effect" : "Allow",
                "Action" : [ "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::lake" ]
              }, {
                "Effect" : "Allow",
                "Action" : [ "kms:Decrypt", "kms:GenerateDataKey" ],
                "Resource" : [ "arn:aws:kms:eu-west-1:222222222222:key/1234-ab" ]
              } ]
            }

            base identity arn:aws:iam::111111111111:user/me
            permissions: none; the roles of its own account name it

            account 222222222222

            bucket lake
            policy, or statements to add to the one that it has:
            {
              "Version" : "2012-10-17",
              "Statement" : [ {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:role/a"
                },
                "Action" : [ "s3:GetObject" ],
                "Resource" : [ "arn:aws:s3:::lake/to us", "arn:aws:s3:::lake/to us/*" ]
              }, {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:role/a"
                },
                "Action" : [ "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject" ],
                "Resource" : [ "arn:aws:s3:::lake/to us", "arn:aws:s3:::lake/to us/*" ]
              }, {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:role/a"
                },
                "Action" : [ "s3:ListBucket" ],
                "Resource" : [ "arn:aws:s3:::lake" ],
                "Condition" : {
                  "StringLike" : {
                    "s3:prefix" : [ "to us", "to us/*" ]
                  }
                }
              }, {
                "Effect" : "Allow",
                "Principal" : {
                  "AWS" : "arn:aws:iam::111111111111:role/a"
                },
                "Action" : [ "s3:ListBucketMultipartUploads" ],
                "Resource" : [ "arn:aws:s3:::lake" ]
              } ]
            }

            key arn:aws:kms:eu-west-1:222222222222:key/1234-ab
            statements to add to its policy:
            [ {
              "Effect" : "Allow",
              "Principal" : {
                "AWS" : "arn:aws:iam::111111111111:role/a"
              },
              "Action" : [ "kms:Decrypt", "kms:GenerateDataKey" ],
              "Resource" : [ "*" ]
            } ]
            """);
    assertThat(run.exitCode()).isZero();
  }

  /** Nobody else has to do anything for a bucket and a key of the role's own account. */
  @Test
  void writesNothingForOwnersOfTheRolesAccount() {
    CommandRun run = iam(setting(), "--bucket=lake=111111111111", "--key=own=" + OWN_KEY);
    assertThat(run.out()).contains(OWN_KEY).doesNotContain("bucket lake").doesNotContain("key arn");
  }

  @Test
  void whatIsOnlyReadIsNotWrittenTo() {
    CommandRun run =
        iam(
            setting(),
            "--read=s3a://lake",
            "--read=s3a://own",
            "--bucket=lake=222222222222",
            "--key=lake=" + KEY);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .doesNotContain("s3:PutObject")
        .doesNotContain("s3:ListBucketMultipartUploads")
        .doesNotContain("kms:GenerateDataKey")
        .contains("\"Action\" : [ \"kms:Decrypt\" ]")
        .doesNotContain("note:");
  }

  /** The other location is not scoped, and the job may do everything there. */
  @Test
  void takesScopesAndTheirKeysFromTheRoutes() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://lake/in", "role": "arn:aws:iam::111111111111:role/a",
                   "scope": "read", "kmsKeys": ["%s"]},
                  {"location": "s3a://own", "role": "arn:aws:iam::111111111111:role/a"},
                  {"location": "s3a://drop", "role": "arn:aws:iam::111111111111:role/a",
                   "scope": "write"}]}
                """
                    .formatted(KEY))
            .run("iam", "--principal=arn:aws:iam::111111111111:user/me");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "\"Action\" : [ \"s3:GetObject\" ],\n    \"Resource\" : [ \"arn:aws:s3:::lake/in\","
                + " \"arn:aws:s3:::lake/in/*\", \"arn:aws:s3:::own/*\" ]\n")
        .contains(
            "\"s3:PutObject\" ],\n    \"Resource\" : [ \"arn:aws:s3:::drop/*\","
                + " \"arn:aws:s3:::own/*\" ]\n")
        .contains("\"Action\" : [ \"kms:Decrypt\" ],\n    \"Resource\" : [ \"" + KEY + "\" ]\n")
        .doesNotContain("GenerateDataKey");
  }

  @Test
  void saysWhereReadingAloneCannotBeHeld() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://own", "role": "arn:aws:iam::111111111111:role/a"},
                  {"location": "s3a://own/raw", "role": "arn:aws:iam::111111111111:role/a"}]}
                """)
            .run("iam", "--principal=arn:aws:iam::111111111111:user/me", "--read=s3a://own/raw");
    assertThat(run.out())
        .endsWith(
            "\nnote: s3a://own/raw is only read, but arn:aws:iam::111111111111:role/a also writes to"
                + " s3a://own around it, and so there, too. Use another role for one of them\n");
  }

  /** The configuration of the job says with which key it writes. */
  @ParameterizedTest
  @CsvSource({
    "fs.s3a.encryption.algorithm, SSE-KMS, fs.s3a.encryption.key",
    "fs.s3a.bucket.own.encryption.algorithm, DSSE-KMS, fs.s3a.bucket.own.encryption.key",
    "fs.s3a.server-side-encryption-algorithm, SSE-KMS, fs.s3a.server-side-encryption.key",
    "fs.s3a.bucket.own.server-side-encryption-algorithm, SSE-KMS,"
        + " fs.s3a.bucket.own.server-side-encryption.key",
  })
  void takesTheKeyThatTheJobWritesWith(String algorithm, String value, String key)
      throws IOException {
    CommandRun run = iam(setting().file(file(algorithm, value, key, OWN_KEY)));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "\"Action\" : [ \"kms:Decrypt\", \"kms:GenerateDataKey\" ],\n    \"Resource\" : [ \""
                + OWN_KEY
                + "\" ]\n");
    assertThat(run.out()).doesNotContain("note:");
  }

  @Test
  void saysThatAnAliasDoesNotTellTheKey() throws IOException {
    Path file =
        file(
            "fs.s3a.bucket.own.encryption.algorithm",
            "SSE-KMS",
            "fs.s3a.bucket.own.encryption.key",
            "alias/lake");
    CommandRun run = iam(setting().file(file));
    assertThat(run.out())
        .doesNotContain("kms:")
        .endsWith(
            "\nnote: s3a://own: fs.s3a.bucket.own.encryption.key is not the ARN of a key, so nothing is"
                + " written for it. Name the key with --key own=ARN\n");
    assertThat(iam(setting().file(file), "--key=own=" + OWN_KEY).out())
        .contains(OWN_KEY)
        .doesNotContain("note:");
  }

  /** With SSE-C, the key is the secret itself. */
  @Test
  void doesNotShowACustomersKey() throws IOException {
    CommandRun run =
        iam(
            setting()
                .file(
                    file(
                        "fs.s3a.encryption.algorithm",
                        "SSE-C",
                        "fs.s3a.encryption.key",
                        "bm90IGEga2V5IGJ1dCBzZWNyZXQ=")));
    assertThat(run.out() + run.err()).doesNotContain("bm90").doesNotContain("encryption");
  }

  private Path file(String algorithm, String value, String key, String arn) throws IOException {
    return Files.writeString(
        scratch.resolve("job.properties"),
        "spark.hadoop." + algorithm + " " + value + "\nspark.hadoop." + key + " " + arn + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bucket=lake | --bucket 'lake': expected BUCKET=ACCOUNT, such as lake=222222222222",
        "--bucket=lake=my account | --bucket 'lake=my account': expected BUCKET=ACCOUNT, such as"
            + " lake=222222222222",
        "--bucket=lake=22222222222 | --bucket 'lake=22222222222': expected BUCKET=ACCOUNT, such as"
            + " lake=222222222222",
        "--bucket=lake=partner | --bucket 'lake=partner': expected BUCKET=ACCOUNT, such as"
            + " lake=222222222222",
        "--bucket=lakes=222222222222 | --bucket 'lakes=222222222222': no route is for s3a://lakes"
            + " or below it",
        "--key=own=alias/x | --key 'own=alias/x': expected"
            + " BUCKET=arn:aws:kms:<region>:<account>:key/<id>. An alias is not enough: 'aws kms"
            + " describe-key' prints the ARN of its key",
        "--key=x=arn:aws:kms:eu-west-1:111111111111:key/own | 'x' is not a bucket name: expected 2"
            + " to 255 letters, digits, '.', '-', '_'",
        "--read=s3a://lake/to | --read 's3a://lake/to': no route is for s3a://lake/to or below it",
      })
  void refusesWhatNoRouteIsFor(String option, String message) {
    CommandRun run = iam(setting(), option);
    assertThat(run.err()).isEqualTo("rolecall: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void aBucketHasOneOwner() {
    CommandRun run = iam(setting(), "--bucket=lake=222222222222", "--bucket=lake=333333333333");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --bucket 'lake=333333333333': another one says lake=222222222222, and a bucket"
                + " has one owner\n");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(iam(setting(), "--bucket=lake=222222222222", "--bucket=lake=222222222222").err())
        .isEmpty();
  }

  /** Other stores call them as they like. */
  @Test
  void anAccountOfAnotherStoreIsAName() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                """
                {"version": 1, "routes": [
                  {"location": "s3a://own", "role": "arn:ceph:iam::tenant:role/a"}]}
                """)
            .run("iam", "--principal=arn:ceph:iam::tenant:user/me", "--bucket=own=partner");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("account partner\n");
  }
}
