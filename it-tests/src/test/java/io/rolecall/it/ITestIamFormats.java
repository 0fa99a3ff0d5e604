package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents that {@code rolecall iam} writes for CloudFormation and Terraform, in the eyes of
 * their validators, which npm has.
 */
@Tag("suite")
class ITestIamFormats {

  private static final Path VALIDATORS = Path.of("src", "test", "resources", "iam-formats");

  /** All kinds of callers, resources and texts that a document can have. */
  private static final String ROUTES =
      """
      {"version": 1,
       "identities": {
         "company": {"kind": "saml", "assertionFile": "/run/assertion",
           "provider": "arn:aws:iam::222222222222:saml-provider/company"},
         "pod": {"kind": "web-identity", "tokenFile": "/run/token"}},
       "routes": [
         {"location": "s3a://results", "role": "arn:aws:iam::111111111111:role/writer"},
         {"location": "s3a://own/x", "identity": "base"},
         {"location": "s3a://lake/50$ of *?/%{if}", "tags": {"team": "a"}, "sourceIdentity": "{user}",
          "roles": [{"role": "arn:aws:iam::111111111111:role/hub"},
                    {"role": "arn:aws:iam::222222222222:role/path/last.role", "externalId": "e1"}]},
         {"location": "s3a://lake/saml", "by": "company", "role": "arn:aws:iam::222222222222:role/saml"},
         {"location": "s3a://lake/pod", "by": "pod", "role": "arn:aws:iam::222222222222:role/pod"},
         {"location": "s3a://theirs", "role": "arn:aws:iam::222222222222:role/last-role"}]}
      """;

  private static Path validators;

  @TempDir private static Path installed;

  @TempDir private Path scratch;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm"))),
        "npm is not installed");
    for (String file : List.of("package.json", "validate.mjs")) {
      Files.copy(VALIDATORS.resolve(file), installed.resolve(file));
    }
    FinishedProcess npm =
        FinishedProcess.run(
            List.of(
                "npm",
                "install",
                "--prefix",
                installed.toString(),
                "--ignore-scripts",
                "--no-audit"),
            System.getenv(),
            installed);
    assertThat(npm.exitCode()).as(npm.err()).isZero();
    validators = installed.resolve("validate.mjs");
  }

  private List<Path> written(String format) throws Exception {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.rolecall.routes", ROUTES);
    Path folder = scratch.resolve(format);
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(conf)
            .run(
                "iam",
                "--format=" + format,
                "--out=" + folder,
                "--principal=arn:aws:iam::111111111111:user/me",
                "--oidc-provider=arn:aws:iam::222222222222:oidc-provider/oidc.example/id/1",
                "--subject=system:serviceaccount:etl:job",
                "--bucket=theirs=333333333333",
                "--key=results=arn:aws:kms:eu-west-1:111111111111:key/k1",
                "--read=s3a://results");
    assertThat(result.exitCode()).as(result.err()).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String problems(List<Path> files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", validators.toString()));
    files.forEach(file -> command.add(file.toString()));
    FinishedProcess node = FinishedProcess.run(command, System.getenv(), installed);
    assertThat(node.exitCode()).as(node.err()).isZero();
    return node.out();
  }

  @Test
  void cloudFormationTakesTheTemplates() throws Exception {
    List<Path> files = written("cloudformation");
    assertThat(files).hasSize(3);
    assertThat(problems(files)).isEmpty();
    spoil(files.get(1), "\"RoleName\"", "\"Rolename\"");
    assertThat(problems(files)).contains("'Rolename' was unexpected");
  }

  @Test
  void terraformTakesTheDocuments() throws Exception {
    List<Path> files = written("terraform");
    assertThat(files).hasSize(3);
    assertThat(problems(files)).isEmpty();
    spoil(files.get(1), "$${$}", "${$}");
    assertThat(problems(files)).contains("last_role.policy: ");
  }

  private static void spoil(Path file, String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
  }
}
