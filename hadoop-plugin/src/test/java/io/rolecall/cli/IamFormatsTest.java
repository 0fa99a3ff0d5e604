package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code rolecall iam} writes for other tools, and where to. */
class IamFormatsTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://lake/50$", "role": "arn:aws:iam::222222222222:role/path/last.role",
         "externalId": "e1", "duration": "2h"},
        {"location": "s3a://own", "role": "arn:aws:iam::222222222222:role/last_role"}]}
      """;

  private static final JsonMapper JSON = new JsonMapper();

  /** A reference to another resource; what is escaped is none. */
  private static final Pattern INTERPOLATION = Pattern.compile("(?<!\\$)\\$\\{([^}]*)}");

  @TempDir Path scratch;

  private static CommandRun iam(String... options) {
    List<String> all = new ArrayList<>(List.of("iam"));
    all.add("--principal=arn:aws:iam::111111111111:user/jobs/me");
    all.addAll(List.of(options));
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes", ROUTES)
        .run(all.toArray(String[]::new));
  }

  @Test
  void writesForTerraform() {
    CommandRun run = iam("--format=terraform", "--account=222222222222");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "//" : "rolecall iam wrote this for the account 222222222222",
              "resource" : {
                "aws_iam_role" : {
                  "last_role" : {
                    "name" : "last_role",
                    "path" : "/",
                    "max_session_duration" : 3600,
                    "assume_role_policy" : "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":\\"arn:aws:iam::111111111111:user/jobs/me\\"},\\"Action\\":[\\"sts:AssumeRole\\"]}]}"
                  },
                  "last_role2" : {
                    "name" : "last.role",
                    "path" : "/path/",
                    "max_session_duration" : 7200,
                    "assume_role_policy" : "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":\\"arn:aws:iam::111111111111:user/jobs/me\\"},\\"Action\\":[\\"sts:AssumeRole\\"],\\"Condition\\":{\\"StringEquals\\":{\\"sts:ExternalId\\":[\\"e1\\"]}}}]}"
                  }
                },
                "aws_iam_role_policy" : {
                  "last_role" : {
                    "name" : "rolecall",
                    "role" : "${aws_iam_role.last_role.name}",
                    "policy" : "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:GetObject\\"],\\"Resource\\":[\\"arn:aws:s3:::own/*\\"]},{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:AbortMultipartUpload\\",\\"s3:DeleteObject\\",\\"s3:PutObject\\"],\\"Resource\\":[\\"arn:aws:s3:::own/*\\"]},{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:ListBucket\\",\\"s3:ListBucketMultipartUploads\\"],\\"Resource\\":[\\"arn:aws:s3:::own\\"]}]}"
                  },
                  "last_role2" : {
                    "name" : "rolecall",
                    "role" : "${aws_iam_role.last_role2.name}",
                    "policy" : "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:GetObject\\"],\\"Resource\\":[\\"arn:aws:s3:::lake/50$${$}\\",\\"arn:aws:s3:::lake/50$${$}/*\\"]},{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:AbortMultipartUpload\\",\\"s3:DeleteObject\\",\\"s3:PutObject\\"],\\"Resource\\":[\\"arn:aws:s3:::lake/50$${$}\\",\\"arn:aws:s3:::lake/50$${$}/*\\"]},{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:ListBucket\\"],\\"Resource\\":[\\"arn:aws:s3:::lake\\"],\\"Condition\\":{\\"StringLike\\":{\\"s3:prefix\\":[\\"50$${$}\\",\\"50$${$}/*\\"]}}},{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"s3:ListBucketMultipartUploads\\"],\\"Resource\\":[\\"arn:aws:s3:::lake\\"]}]}"
                  }
                }
              }
            }
            """);
  }

  @Test
  void writesForCloudFormation() {
    CommandRun run = iam("--format=cloudformation", "--account=111111111111");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            {
              "AWSTemplateFormatVersion" : "2010-09-09",
              "Description" : "rolecall iam wrote this for the account 111111111111",
              "Resources" : {
                "BaseIdentity" : {
                  "Type" : "AWS::IAM::Policy",
                  "Properties" : {
                    "PolicyName" : "rolecall-base",
                    "PolicyDocument" : {
                      "Version" : "2012-10-17",
                      "Statement" : [ {
                        "Effect" : "Allow",
                        "Action" : [ "sts:AssumeRole" ],
                        "Resource" : [ "arn:aws:iam::222222222222:role/last_role", "arn:aws:iam::222222222222:role/path/last.role" ]
                      } ]
                    },
                    "Users" : [ "me" ]
                  }
                }
              }
            }
            """);
  }

  /** The policies that each format has are those of IAM's JSON. */
  @Test
  void allFormatsHaveTheSamePolicies() throws IOException {
    String[] storage = {"--bucket=own=333333333333", "--out=" + scratch};
    List<JsonNode> policies = new ArrayList<>();
    for (String format : List.of("json", "terraform", "cloudformation")) {
      CommandRun run =
          iam(
              Stream.concat(Stream.of(storage), Stream.of("--format=" + format))
                  .toArray(String[]::new));
      assertThat(run.err()).isEmpty();
    }
    for (String account : List.of("111111111111", "222222222222", "333333333333")) {
      JsonNode json = read(account, "iam.json");
      JsonNode terraform = read(account, "rolecall.tf.json").get("resource");
      JsonNode template = read(account, "rolecall.template.json").get("Resources");
      policies.clear();
      json.findParents("Statement").forEach(policies::add);
      assertThat(policies).isNotEmpty();
      assertThat(ofTerraform(terraform)).containsExactlyInAnyOrderElementsOf(policies);
      assertThat(template.findParents("Statement")).containsExactlyInAnyOrderElementsOf(policies);
    }
  }

  /** What Terraform would make of it; each reference has to be to what is there. */
  private static List<JsonNode> ofTerraform(JsonNode resources) throws IOException {
    List<JsonNode> policies = new ArrayList<>();
    for (JsonNode ofType : resources) {
      for (JsonNode resource : ofType) {
        for (JsonNode argument : resource) {
          Matcher reference = INTERPOLATION.matcher(argument.asText());
          while (reference.find()) {
            String[] parts = reference.group(1).split("\\.");
            assertThat(resources.at("/" + parts[0] + "/" + parts[1] + "/" + parts[2]).isTextual())
                .as(reference.group())
                .isTrue();
          }
          if (argument.asText().startsWith("{")) {
            policies.add(
                JSON.readTree(argument.asText().replace("$${", "${").replace("%%{", "%{")));
          }
        }
      }
    }
    return policies;
  }

  private JsonNode read(String account, String file) throws IOException {
    return JSON.readTree(Files.readString(scratch.resolve(account).resolve(file)));
  }

  @Test
  void writesAFileForEachAccount() {
    CommandRun run = iam("--format=cloudformation", "--out=" + scratch.resolve("new"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            "SCRATCH/new/111111111111/rolecall.template.json\n"
                .concat("SCRATCH/new/222222222222/rolecall.template.json\n")
                .replace("SCRATCH", scratch.toString()));
    assertThat(scratch.resolve("new/222222222222/rolecall.template.json")).isNotEmptyFile();
  }

  @Test
  void saysWhatTheDocumentsHaveNoPlaceFor() {
    CommandRun run =
        iam(
            "--format=terraform",
            "--account=333333333333",
            "--key=own=arn:aws:kms:eu-west-1:333333333333:key/k1",
            "--bucket=own=333333333333");
    assertThat(run.err())
        .isEqualTo(
            "rolecall: the policy of the key arn:aws:kms:eu-west-1:333333333333:key/k1 is not in the"
                + " document, which would replace it whole. 'rolecall iam' without --format shows the"
                + " statements to add\n");
    assertThat(run.out()).contains("aws_s3_bucket_policy");
    assertThat(run.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format=terraform | 2 | --format terraform writes a document for one account, and the"
            + " routes need something of 111111111111, 222222222222. Say which with --account ID, or"
            + " where to write all of them with --out DIR",
        "--account=9 | 2 | --account '9': the routes need nothing of it. They do of 111111111111,"
            + " 222222222222",
        "--json --format=terraform | 2 | --json and --format terraform: say one of them",
        "--out=/dev/null/x | 1 | cannot write /dev/null/x/111111111111/iam.txt: ",
      })
  void refuses(String options, int exitCode, String message) {
    CommandRun run = iam(options.split(" "));
    assertThat(run.err()).startsWith("rolecall: " + message);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void jsonIsAFormat() {
    assertThat(iam("--format=json").out()).isEqualTo(iam("--json").out());
    assertThat(iam("--format=text").out()).isEqualTo(iam().out());
  }

  private static final String CHAIN =
      """
      {"version": 1, "routes": [
        {"location": "s3a://own", "roles": [
          {"role": "arn:aws:iam::222222222222:role/z-hub"},
          {"role": "arn:aws:iam::222222222222:role/last"}]}]}
      """;

  private static CommandRun ofChain(String format, String principal) {
    return new CommandRun.Setting()
        .conf("fs.s3a.rolecall.routes", CHAIN)
        .run(
            "iam",
            "--principal=arn:aws:iam::222222222222:" + principal,
            "--account=222222222222",
            "--format=" + format);
  }

  /** IAM refuses a trust policy that names a role that there is not yet. */
  @Test
  void aRoleThatATrustPolicyNamesIsMadeBefore() throws IOException {
    JsonNode template = JSON.readTree(ofChain("cloudformation", "user/me").out()).get("Resources");
    assertThat(template.get("Rolelast").get("DependsOn")).hasToString("[\"Rolezhub\"]");
    assertThat(template.get("Rolezhub").has("DependsOn")).isFalse();
    JsonNode roles =
        JSON.readTree(ofChain("terraform", "user/me").out()).at("/resource/aws_iam_role");
    assertThat(roles.get("last").get("depends_on")).hasToString("[\"aws_iam_role.z-hub\"]");
    assertThat(roles.get("z-hub").has("depends_on")).isFalse();
  }

  /** Two that trust each other cannot both be made before the other. */
  @Test
  void rolesThatTrustEachOtherDoNotWaitForEachOther() throws IOException {
    JsonNode template =
        JSON.readTree(ofChain("cloudformation", "role/last").out()).get("Resources");
    assertThat(template.get("Rolelast").get("DependsOn")).hasToString("[\"Rolezhub\"]");
    assertThat(template.get("Rolezhub").has("DependsOn")).isFalse();
  }

  /** It would have another value put in: perhaps a star. */
  @Test
  void cloudFormationIsGivenNoDynamicReference() {
    CommandRun run =
        new CommandRun.Setting()
            .conf(
                "fs.s3a.rolecall.routes",
                "{\"version\": 1, \"routes\": [{\"location\": \"s3a://lake/{{resolve:ssm:p}}\","
                    + " \"role\": \"arn:aws:iam::222222222222:role/last\"}]}")
            .run(
                "iam",
                "--principal=arn:aws:iam::111111111111:user/me",
                "--format=cloudformation",
                "--account=222222222222");
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "rolecall: 'arn:aws:s3:::lake/{{resolve:ssm:p}}': CloudFormation puts another text in the"
                + " place of {{resolve:...}}, and so would write another policy. Use --format json or"
                + " terraform, or route a location without it\n");
    assertThat(run.exitCode()).isNotZero();
  }

  @Test
  void aCallersNameIsNoTemplateOfTerraforms() {
    CommandRun run =
        new CommandRun.Setting()
            .conf("fs.s3a.rolecall.routes", ROUTES)
            .run(
                "iam",
                "--principal=arn:aws:iam::111111111111:user/${file(1)}",
                "--format=terraform",
                "--account=111111111111");
    assertThat(run.out()).contains("\"$${file(1)}\"").doesNotContain("\"${file(1)}\"");
  }
}
