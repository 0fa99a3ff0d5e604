package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.it.PageCommands.Command;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the pages that need no more than Rolecall's own, with README's own routes. */
@Tag("commands")
class ITestPageCommands {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final Pattern ROUTES =
      Pattern.compile("(?ms)^```json\\n(\\{\\s+\"version\".*?)^```$");

  /** Who needs a workspace, or a file that the page only stands for. */
  private static final Set<String> OTHERS = Set.of("databricks-token", "keep", "run", "token");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  "111111111111",
                  account -> account.user("me").role("hub", role -> role.trusts(ME)))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner-flights")
                          .role(
                              "flights-reader",
                              role ->
                                  role.trusts(ME)
                                      .externalId("contract-4711")
                                      .read("partner-flights")))
              .account(
                  "333333333333",
                  account ->
                      account
                          .bucket("shared")
                          .role("team-a", role -> role.trusts(ME).read("shared", "team-a"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;

  static Stream<Command> commands() throws IOException {
    return Stream.of(
            "README.md", "docs/guides/iam.md", "docs/guides/import.md", "docs/guides/install.md")
        .flatMap(
            page -> {
              try {
                return PageCommands.of(page).stream();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .filter(command -> command.text().startsWith("rolecall "))
        .filter(command -> !OTHERS.contains(command.text().split(" ")[1]));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isTypedAsThePageHasIt(Command command) throws Exception {
    Matcher routes =
        ROUTES.matcher(Files.readString(Workplace.ofThisProject().root().resolve("README.md")));
    assertThat(routes.find()).isTrue();
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    conf.set("fs.s3a.rolecall.routes", routes.group(1));
    Files.writeString(
        scratch.resolve("security-configuration.json"),
        """
        {"AuthorizationConfiguration": {"EmrFsConfiguration": {"RoleMappings": [
          {"Role": "arn:aws:iam::222222222222:role/r", "IdentifierType": "Prefix",
           "Identifiers": ["s3://partner-flights/"]}]}}}
        """);
    Files.writeString(
        scratch.resolve("emrfs-site.xml"),
        """
        <configuration><property><name>fs.s3.authorization.roleMapping</name>
        <value>arn:aws:iam::222222222222:role/r=p:s3://partner-flights/</value></property></configuration>
        """);
    Files.writeString(
        scratch.resolve("security-mapping.json"),
        """
        {"mappings": [{"prefix": "s3://partner-flights/", "iamRole": "arn:aws:iam::222222222222:role/r"}]}
        """);
    Files.writeString(
        scratch.resolve("spark-defaults.conf"),
        """
        spark.sql.catalog.lake org.apache.iceberg.spark.SparkCatalog
        spark.sql.catalog.lake.warehouse s3://results/lake
        spark.sql.catalog.lake.client.factory org.apache.iceberg.aws.AssumeRoleAwsClientFactory
        spark.sql.catalog.lake.client.assume-role.arn arn:aws:iam::222222222222:role/lake
        """);
    FinishedProcess result =
        new RolecallScript(scratch)
            .configuration(conf)
            .environment("PATH", RolecallScript.path().getParent() + ":" + System.getenv("PATH"))
            .execute(List.of("bash", "-c", "cd " + scratch + " && " + command.text()));
    if (command.text().equals("rolecall check")) {
      // Of all routes, among which are roles that this world has not: it says which.
      assertThat(result.out()).contains("arn:aws:iam::333333333333:role/team-b").contains(" ok, ");
      return;
    }
    assertThat(result.exitCode()).as(command + "\n" + result.out() + result.err()).isZero();
    assertThat(result.out() + written()).isNotBlank();
  }

  private String written() throws IOException {
    Path file = scratch.resolve("routes.json");
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
