package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.RouteBook;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EMRFS is held to the launch, and to its own file. */
class EmrfsDeclarationTest extends LaunchedApplication {

  @TempDir private Path folder;

  /** EMR's cluster has this file on every class path, and Spark does not read it. */
  private Declaration withEmrfsSite(String... keysAndValues) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      xml.append(
          "<property><name>%s</name><value>%s</value></property>"
              .formatted(keysAndValues[i], keysAndValues[i + 1]));
    }
    Files.writeString(folder.resolve("emrfs-site.xml"), xml + "</configuration>");
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return Declaration.of(
        new Launch(this, () -> launched, catalogs, "spark.hadoop.", false), loader);
  }

  /** What EMRFS reads. */
  private Configuration ofEmrfs() throws IOException {
    Configuration conf = new Configuration(launched);
    conf.addResource(folder.resolve("emrfs-site.xml").toUri().toURL());
    return conf;
  }

  @Test
  void emrfsMayReadItsOwnFile() throws IOException {
    Declaration declaration =
        withEmrfsSite("fs.s3.maxConnections", "50", "fs.s3a.bucket.emr.assumed.role.arn", WRITER);
    assertThat(declaration.sets()).extracting(RouteBook::name).containsExactly("", "emrfs-site");
    assertThat(declaration.admitEmrfs(ofEmrfs(), "emr").name()).isEqualTo("emrfs-site");
    assertThat(declaration.admitEmrfs(new Configuration(launched), "emr").name()).isEmpty();
    assertThat(declaration.admit(ofEmrfs(), "emr").name())
        .as("where EMRFS was loaded, its file is one of the process's")
        .isEqualTo("emrfs-site");
  }

  @Test
  void emrfssFileGoesBeforeOtherFilesAndNotBeforeTheLaunch() throws IOException {
    launched.set("fs.s3a.bucket.one.assumed.role.arn", READER, "core-site.xml");
    launched.set("fs.s3a.bucket.two.assumed.role.arn", READER, "spark.hadoop");
    Configuration site =
        withEmrfsSite(
                "fs.s3a.bucket.one.assumed.role.arn", WRITER,
                "fs.s3a.bucket.two.assumed.role.arn", WRITER)
            .sets()
            .get(1)
            .conf();
    assertThat(site.get("fs.s3a.bucket.one.assumed.role.arn")).isEqualTo(WRITER);
    assertThat(site.get("fs.s3a.bucket.two.assumed.role.arn")).isEqualTo(READER);
  }

  @Test
  void aFileOfEmrfsThatSaysNothingOfRoutesIsNoSetOfItsOwn() throws IOException {
    Declaration declaration = withEmrfsSite("fs.s3.maxConnections", "50");
    assertThat(declaration.sets()).extracting(RouteBook::name).containsExactly("");
    assertThat(declaration.admitEmrfs(ofEmrfs(), "data").name()).isEmpty();
  }

  @Test
  void whereEmrfsSendsRequestsIsDeclared() throws IOException {
    Declaration declaration = withEmrfsSite("fs.s3.endpoint", "s3.eu-west-1.amazonaws.com");
    Configuration conf = ofEmrfs();
    conf.set("fs.s3.endpoint", "http://evil", "a query");
    assertThatThrownBy(() -> declaration.admitEmrfs(conf, "data"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://data: fs.s3.endpoint = 'http://evil' (a query), but this application was started"
                + " with 's3.eu-west-1.amazonaws.com'. Who signs, and where requests go, is declared"
                + " by whoever starts the application: set spark.hadoop.fs.s3.endpoint at launch, or"
                + " do without it here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3.endpoint",
        "fs.s3.bucket.data.endpoint",
        "fs.s3.proxy.host",
        "fs.s3.customAWSCredentialsProvider",
        "fs.s3.cse.encryptionMaterialsProvider",
        "fs.s3.impl",
        "fs.s3.a.key.that.comes.with.the.next.release",
      })
  void emrfsIsRefusedWhatNobodyDeclared(String key) {
    Configuration conf = new Configuration(launched);
    conf.set(key, "a value");
    assertThatThrownBy(() -> declaration().admitEmrfs(conf, "data"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("s3a://data: " + key + " = ");
    conf.unset(key);
    assertThatCode(() -> declaration().admitEmrfs(conf, "data")).doesNotThrowAnyException();
  }

  @Test
  void anybodyMayHaveEmrfsNotCached() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3.impl.disable.cache", "true");
    assertThatCode(() -> declaration().admitEmrfs(conf, "data")).doesNotThrowAnyException();
  }

  @Test
  void whatIsMissingIsADifferenceForEmrfsToo() {
    launched.set("fs.s3.proxy.host", "proxy.example");
    Configuration conf = new Configuration(launched);
    conf.unset("fs.s3.proxy.host");
    assertThatThrownBy(() -> declaration().admitEmrfs(conf, "data"))
        .hasMessageStartingWith("s3a://data: fs.s3.proxy.host is not set, but");
  }
}
