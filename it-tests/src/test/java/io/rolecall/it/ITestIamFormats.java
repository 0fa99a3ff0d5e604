package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.support.FinishedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final Path INSTALLED = Path.of("target", "iam-formats").toAbsolutePath();

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

  @TempDir private Path scratch;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(
        Files.isDirectory(INSTALLED.resolve("node_modules")),
        "the validators are not installed in "
            + INSTALLED
            + ": it-tests/run iam gets them from npm");
    // It looks for them above the folder that it lies in.
    Path folder = Files.createDirectories(INSTALLED.resolve("validate"));
    validators = folder.resolve("validate.mjs");
    Files.copy(VALIDATORS.resolve("validate.mjs"), validators, StandardCopyOption.REPLACE_EXISTING);
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
    FinishedProcess node = FinishedProcess.run(command, System.getenv(), INSTALLED);
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
