package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationOptionsTest {

  private static final String KEY = "fs.s3a.bucket.b1.assumed.role.arn";
  private static final String ONE = "arn:aws:iam::111111111111:role/one";
  private static final String TWO = "arn:aws:iam::222222222222:role/two";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String xml(String role) {
    return "<configuration><property><name>"
        + KEY
        + "</name><value>"
        + role
        + "</value></property></configuration>";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.secret.key",
        "fs.s3a.bucket.b1.secret.key",
        "fs.s3a.session.token",
        "fs.s3a.encryption.key",
        "fs.s3a.server-side-encryption.key",
        "fs.s3a.proxy.password",
        "some.client.secret"
      })
  void refusesSecretsOnTheCommandLine(String key) {
    CommandRun run = CommandRun.of("routes", "--conf", key + "=the-secret");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: --conf "
                + key.replace("spark.hadoop.", "")
                + "=...: a secret on the command line is refused, because every user of this machine"
                + " can read it there. Put it into a file of"
                + " hadoop.security.credential.provider.path, or into a file that only you can read"
                + " and name that with --conf-file\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void quotesNoSecretOfAMistypedOption() {
    CommandRun run = CommandRun.of("routes", "--config", "fs.s3a.secret.key=the-secret");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("fs.s3a.secret.key=...").doesNotContain("the-secret");
  }

  @Test
  void refusesASettingWithoutValue() {
    CommandRun run = CommandRun.of("routes", "--conf", "fs.s3a.secret.key:the-secret");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("rolecall: --conf: expected KEY=VALUE\n");
  }

  @Test
  void readsXmlAndPropertiesAndKeysTheLaterOneWins() throws IOException {
    Path xml = file("site.xml", xml(ONE));
    Path properties = file("defaults.conf", "# Spark\nspark.hadoop." + KEY + "   " + TWO + "\n");
    assertThat(CommandRun.of("routes", "--conf-file=" + xml).out()).contains(ONE);
    assertThat(CommandRun.of("routes", "--conf-file=" + properties).out()).contains(TWO);
    assertThat(CommandRun.of("routes", "--conf-file=" + properties, "--conf-file=" + xml).out())
        .contains(ONE);
    assertThat(CommandRun.of("routes", "--conf", KEY + "=" + TWO, "--conf-file=" + xml).out())
        .contains(TWO);
    assertThat(CommandRun.of("routes", "--conf=spark.hadoop." + KEY + "=" + TWO).out())
        .contains(TWO);
  }

  @Test
  void readsTheFolderOfTheEnvironment() throws IOException {
    file("core-site.xml", xml(ONE));
    assertThat(
            new CommandRun.Setting()
                .environment("HADOOP_CONF_DIR", folder.toString())
                .run("routes")
                .out())
        .contains(ONE);
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run = CommandRun.of("routes", "--conf-file=/no/such.xml");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: /no/such.xml: the configuration file cannot be read:"
                + " there is no such file\n");
  }

  @Test
  void brokenXmlIsNamed() throws IOException {
    Path broken = file("broken.xml", "<configuration><property></configuration>");
    CommandRun run = CommandRun.of("routes", "--conf-file=" + broken);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("rolecall: " + broken + ": not a Hadoop configuration file: ");
  }

  @Test
  void aKeyThatSparkWouldIgnoreIsNamed() throws IOException {
    Path properties = file("defaults.conf", KEY + " " + ONE);
    CommandRun run = CommandRun.of("routes", "--conf-file=" + properties);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: "
                + properties
                + ": the key '"
                + KEY
                + "' does not start with spark., so Spark would ignore it: write spark.hadoop."
                + KEY
                + ", or use Hadoop's XML\n");
  }
}
