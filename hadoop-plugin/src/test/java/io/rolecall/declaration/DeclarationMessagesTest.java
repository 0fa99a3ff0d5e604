package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.testing.RecordedLog;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal shows, and what it never does. */
class DeclarationMessagesTest extends LaunchedApplication {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.secret.key",
        "fs.s3a.bucket.data.session.token",
        "fs.s3a.encryption.key",
        "fs.s3a.rolecall.routes",
        "fs.s3a.proxy.password",
        "fs.s3a.assumed.role.external.id",
        "fs.s3a.client.s3.custom.headers",
        "fs.s3a.bucket.data.client.sts.custom.headers",
      })
  void secretsAreNotShown(String key) {
    launched.set(key, "before-4711");
    Configuration conf = new Configuration(launched);
    conf.set(key, "after-4711");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith(
            "s3a://data: "
                + key
                + " = a value that is not shown (programmatically), but this"
                + " application was started with a value that is not shown.")
        .hasMessageNotContaining("4711");
  }

  @Test
  void aLoginInAnAddressIsNotShown() {
    launched.set("fs.s3a.endpoint", "https://me:word-4711@s3.example", "core-site.xml");
    launched.set("hadoop.security.group.mapping.ldap.url", "ldap://me:word-4711@ldap.example");
    for (String key : List.of("fs.s3a.endpoint", "hadoop.security.group.mapping.ldap.url")) {
      Configuration conf = new Configuration(launched);
      conf.set(key, "https://you:word-4712@evil", "a query");
      assertThatThrownBy(() -> admit(conf))
          .hasMessageStartingWith("s3a://data: " + key + " = 'https://***@evil' (a query), but")
          .hasMessageContaining("this application was started with '")
          .hasMessageContaining("://***@")
          .hasMessageNotContaining("471");
    }
  }

  /** Hadoop writes what lies on a file system as scheme, at, host: that is no login. */
  @Test
  void whereACredentialStoreIsIsShown() {
    Configuration conf = new Configuration(launched);
    conf.set("hadoop.security.credential.provider.path", "jceks://hdfs@nn.example:9001/a.jceks");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith(
            "s3a://data: hadoop.security.credential.provider.path ="
                + " 'jceks://hdfs@nn.example:9001/a.jceks' (");
  }

  /** The names of keys are anybody's text, and so is how many there are. */
  @Test
  void whatAQueryNamesForgesAndFillsNoLog() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.committer.a\nERROR forged", "1");
    for (int number = 0; number < 1000; number++) {
      conf.set("fs.s3a.committer.b" + number + "x".repeat(1000), "1");
    }
    try (RecordedLog log = new RecordedLog(Declaration.class, "INFO")) {
      declaration().settle(conf, "s3a", "data", false);
      assertThat(log.lines())
          .containsExactly(
              "INFO s3a://data: fs.s3a.committer.a ERROR forged and 1000 more keys are as"
                  + " launched, because the file system is kept for all who share this application;"
                  + " with fs.s3a.impl.disable.cache = true it is for one");
    }
  }

  /** Hadoop logs by itself why a file system could not be opened. */
  @Test
  void aRefusalIsOneShortLineWhateverAKeyIsCalled() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.x\nERROR forged\u001b[2J" + "x".repeat(10_000), "a\rb" + "y".repeat(10_000));
    assertThatThrownBy(() -> admit(conf))
        .hasMessage(
            "s3a://data: fs.s3a.x ERROR forged?[2J"
                + "x".repeat(175)
                + "... = 'a b"
                + "y".repeat(197)
                + "...' (programmatically), but this application was started with none. Who signs,"
                + " and where requests go, is declared by whoever starts the application: set"
                + " spark.hadoop.fs.s3a.x ERROR forged?[2J"
                + "x".repeat(175)
                + "... at launch, or do without it here");
  }

  @Test
  void aFreeKeyIsRefusedInOneShortLineToo() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.committer.x\nERROR forged", "${a}\nb" + "y".repeat(10_000));
    assertThatThrownBy(() -> declaration().settle(conf, "s3a", "data", true))
        .hasMessage(
            "s3a://data: fs.s3a.committer.x ERROR forged = '${a} b"
                + "y".repeat(194)
                + "...' (programmatically): whoever starts the application may use variables in it;"
                + " here, write the value itself");
  }

  @Test
  void severalDifferencesAreCounted() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.endpoint.region", "x");
    conf.set("fs.s3a.user.agent.prefix", "x");
    assertThatThrownBy(() -> admit(conf)).hasMessageContaining(" (and 1 more key differs). Who");
    conf.set("fs.s3a.proxy.host", "x");
    assertThatThrownBy(() -> admit(conf)).hasMessageContaining(" (and 2 more keys differ). Who");
  }
}
