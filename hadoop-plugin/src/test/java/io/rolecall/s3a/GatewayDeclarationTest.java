package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Declarations;
import io.rolecall.job.WholeBucketCredentials;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway's site files are its declaration, and every way to a bucket's credentials asks it. */
class GatewayDeclarationTest {

  private static final String REFUSED =
      "s3a://data: fs.s3a.bucket.data.endpoint = 'http://127.0.0.1:9' (a user's query), but this"
          + " application was started with none. Who signs, and where requests go, is declared by"
          + " whoever starts the application: set fs.s3a.bucket.data.endpoint at launch, or do without"
          + " it here";

  private final Configuration conf = new Configuration();

  @BeforeEach
  void startAsAGateway() {
    System.setProperty(Declarations.PROPERTY, "site");
    conf.set("fs.s3a.bucket.data.endpoint", "http://127.0.0.1:9", "a user's query");
  }

  @AfterEach
  void endIt() {
    System.clearProperty(Declarations.PROPERTY);
  }

  @Test
  void aFileSystemIsRefusedWhatWasNotDeclared() {
    assertThatThrownBy(
            () -> {
              try (RolecallFileSystem fs = new RolecallFileSystem()) {
                fs.initialize(URI.create("s3a://data"), conf);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage(REFUSED);
  }

  @Test
  void soAreCredentialsForEmrfs() {
    assertThatThrownBy(() -> WholeBucketCredentials.ofEmrfs(conf, "data", "EMRFS"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(REFUSED);
  }

  @Test
  void soAreCredentialsForClients() {
    assertThatThrownBy(() -> WholeBucketCredentials.of(conf, "data", "a client"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(REFUSED);
  }

  @Test
  void emrfssOwnKeysAreComparedToo() {
    conf.unset("fs.s3a.bucket.data.endpoint");
    conf.set("fs.s3.endpoint", "http://127.0.0.1:9", "a user's query");
    assertThatThrownBy(() -> WholeBucketCredentials.ofEmrfs(conf, "data", "EMRFS"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "s3a://data: fs.s3.endpoint = 'http://127.0.0.1:9' (a user's query), but this"
                + " application was started with none.");
  }

  @Test
  void anotherValueOfThePropertyIsRefused() {
    System.setProperty(Declarations.PROPERTY, "on");
    assertThatThrownBy(() -> WholeBucketCredentials.of(conf, "data", "a client"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("-Drolecall.declaration=on: expected site, or nothing");
  }
}
