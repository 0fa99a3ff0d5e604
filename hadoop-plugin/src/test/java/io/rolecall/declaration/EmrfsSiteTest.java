package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * EMRFS's configuration as EMRFS makes it: one of its own, over which it lays the properties of
 * what it was given. Where these were set is lost, and Hadoop names the file that EMRFS read first.
 */
class EmrfsSiteTest {

  private static final String EVIL = "http://127.0.0.1:9";

  private final Configuration launched = new Configuration(false);

  @TempDir private Path folder;

  private Declaration with(String... keysAndValues) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      xml.append(
          "<property><name>%s</name><value>%s</value></property>"
              .formatted(keysAndValues[i], keysAndValues[i + 1]));
    }
    Files.writeString(folder.resolve(EmrfsSite.FILE), xml + "</configuration>");
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return Declaration.of(
        new Launch(this, () -> launched, Map.of(), "spark.hadoop.", false), loader);
  }

  /** As EmrFileSystem does when it is initialised. */
  private Configuration asEmrfsHasIt(Configuration given) throws IOException {
    Configuration conf = new Configuration(false);
    conf.addResource(folder.resolve(EmrfsSite.FILE).toUri().toURL());
    conf.addResource(given);
    return conf;
  }

  private static void refused(Declaration declaration, Configuration conf) {
    assertThatThrownBy(() -> declaration.admitEmrfs(conf, "data"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void aQuerysValueOfAKeyOfItsFileIsNotTheFiles() throws IOException {
    Declaration declaration = with("fs.s3.endpoint", "s3.eu-west-1.amazonaws.com");
    Configuration query = new Configuration(launched);
    query.set("fs.s3.endpoint", EVIL, "a query");
    refused(declaration, asEmrfsHasIt(query));
    assertThatCode(() -> declaration.admitEmrfs(asEmrfsHasIt(new Configuration(launched)), "data"))
        .doesNotThrowAnyException();
  }

  /** EMR's documents: fs.s3n.endpoint is what S3A calls fs.s3a.endpoint. */
  @ParameterizedTest
  @ValueSource(strings = {"fs.s3n.endpoint", "fs.s3n.ssl.enabled"})
  void theKeysWithEmrfssOlderPrefixAreDeclaredToo(String key) throws IOException {
    Declaration declaration = with();
    Configuration query = new Configuration(launched);
    query.set(key, EVIL, "a query");
    refused(declaration, query);
  }

  @Test
  void aVariableOfAFilesSettingIsNotChangedEither() throws IOException {
    launched.set("site", "s3.eu-west-1.amazonaws.com", "core-site.xml");
    launched.set("fs.s3.endpoint", "${site}", "core-site.xml");
    Declaration declaration = with();
    Configuration query = new Configuration(launched);
    query.set("site", EVIL, "a query");
    refused(declaration, query);
  }

  /** A session's class loader sees the jars that its user added. */
  @Test
  void aFileOfAUsersJarIsNotTheOperators() throws IOException {
    Declaration declaration = with();
    Configuration query = new Configuration(launched);
    query.set("fs.s3.endpoint", EVIL, "core-site.xml");
    refused(declaration, query);
  }

  /** EMRFS writes a bucket's own keys over those of all, and says no file for them. */
  @Test
  void aBucketsOwnKeysAreTheOperatorsIfTheFileSaysSo() throws IOException {
    String endpoint = "s3.eu-west-1.amazonaws.com";
    Declaration declaration = with("fs.s3.bucket.data.endpoint", endpoint);
    Configuration conf = asEmrfsHasIt(new Configuration(launched));
    conf.set("fs.s3.endpoint", endpoint);
    assertThatCode(() -> declaration.admitEmrfs(conf, "data")).doesNotThrowAnyException();
  }
}
