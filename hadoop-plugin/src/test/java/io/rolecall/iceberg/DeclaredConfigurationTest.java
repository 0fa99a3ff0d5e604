package io.rolecall.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declarations;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a catalog's properties may say where something is declared: here, by the site files. */
class DeclaredConfigurationTest {

  DeclaredConfigurationTest() {
    System.setProperty(Declarations.PROPERTY, "site");
  }

  @AfterEach
  void undeclare() {
    System.clearProperty(Declarations.PROPERTY);
  }

  @Test
  void anotherEndpointThanDeclaredIsRefused() {
    assertThatThrownBy(
            () -> DeclaredConfiguration.of(Map.of("s3.endpoint", "http://elsewhere.example")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3.endpoint = 'http://elsewhere.example', but this application was started with no"
                + " fs.s3a.endpoint. Where requests go is declared by whoever starts the application:"
                + " set spark.hadoop.fs.s3a.endpoint at launch; s3.endpoint may then be left out");
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.amazonaws.com, true",
    "https://s3.eu-west-1.amazonaws.com, true",
    "https://s3.dualstack.eu-west-1.amazonaws.com/, true",
    "https://s3.cn-north-1.amazonaws.com.cn, true",
    "http://s3.eu-west-1.amazonaws.com, false",
    "https://s3.evil.example/s3.eu-west-1.amazonaws.com, false",
    "https://s3.eu-west-1.amazonaws.com.evil.example, false",
    "https://s3.a@evil.example#.amazonaws.com, false",
    "https://bucket.evil.amazonaws.com, false",
  })
  void amazonsOwnHostsNeedNoDeclaration(String endpoint, boolean allowed) {
    Throwable refused =
        catchThrowable(() -> DeclaredConfiguration.of(Map.of("s3.endpoint", endpoint)));
    assertThat(refused == null).isEqualTo(allowed);
  }

  /** A pattern for the slashes at its end would begin anew at each of them. */
  @Test
  @Timeout(10)
  void anEndpointOfManySlashesIsComparedAtOnce() {
    assertThatThrownBy(
            () ->
                DeclaredConfiguration.of(
                    Map.of("s3.endpoint", "https:" + "/".repeat(3_000_000) + "x")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("s3.endpoint = 'https:" + "/".repeat(194) + "...', but this");
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void anotherPathStyleThanDeclaredIsAnotherHost(String declared, String given) {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.endpoint", "store.example");
    conf.set("fs.s3a.path.style.access", declared);
    Map<String, String> properties = Map.of("s3.path-style-access", given);
    assertThatThrownBy(() -> DeclaredConfiguration.checkPathStyle(properties, conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3.path-style-access = '"
                + given
                + "', but this application was started with fs.s3a.path.style.access = '"
                + declared
                + "', and the one sends requests to another host than the other. Where requests go is"
                + " declared by whoever starts the application: set"
                + " spark.hadoop.fs.s3a.path.style.access at launch; s3.path-style-access may then be"
                + " left out");
    conf.set("fs.s3a.path.style.access", given);
    assertThatCode(() -> DeclaredConfiguration.checkPathStyle(properties, conf))
        .doesNotThrowAnyException();
  }

  @Test
  void amazonsHostsMayBeAskedInBothStyles() {
    assertThatCode(() -> DeclaredConfiguration.of(Map.of("s3.path-style-access", "true")))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherProxyIsRefused() {
    assertThatThrownBy(
            () ->
                DeclaredConfiguration.of(
                    Map.of("http-client.proxy-endpoint", "http://elsewhere.example:3128")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "http-client.proxy-endpoint = 'http://elsewhere.example:3128', but this application was"
                + " started with no fs.s3a.proxy.host and fs.s3a.proxy.port. Which way requests go is"
                + " declared by whoever starts the application: set them at launch");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.endpoint, https://user:do-not-show@elsewhere.example, https://***@elsewhere.example",
    "http-client.proxy-endpoint, http://user:do-not-show@proxy:3128, http://***@proxy:3128",
    "http-client.proxy-endpoint, user:do-not-show@proxy:3128, ***@proxy:3128",
  })
  void aPasswordInAUrlIsNotShown(String key, String value, String shown) {
    assertThatThrownBy(() -> DeclaredConfiguration.of(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key + " = '" + shown + "', but this application was started with")
        .hasMessageNotContaining("do-not-show");
  }

  @Test
  void aCatalogThatDeclaredNothingIsRefused() {
    assertThatThrownBy(() -> DeclaredConfiguration.of(Map.of("rolecall.catalog", "lake")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "rolecall.catalog = 'lake': this application was started without any"
                + " spark.sql.catalog.lake.hadoop.* keys. Correct the name, set such keys at launch, or remove"
                + " rolecall.catalog");
  }

  @Test
  void withoutADeclarationWhoeverWritesThePropertiesIsTheOperator() {
    System.clearProperty(Declarations.PROPERTY);
    assertThat(DeclaredConfiguration.of(Map.of("s3.endpoint", "http://store.example"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "store.example, true, https://store.example",
    "store.example:9000, false, http://store.example:9000",
    "http://store.example, true, http://store.example",
    "s3.amazonaws.com, true,",
    ", true,",
  })
  void theEndpointIsS3As(String endpoint, String ssl, String expected) {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.endpoint", endpoint == null ? "" : endpoint);
    conf.set("fs.s3a.connection.ssl.enabled", ssl);
    assertThat(DeclaredConfiguration.endpoint(conf).orElse(null)).isEqualTo(expected);
  }
}
