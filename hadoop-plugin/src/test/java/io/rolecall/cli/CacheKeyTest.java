package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.Route;
import io.rolecall.route.S3Location;
import io.rolecall.testing.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {

  private final Configuration conf = new Configuration(false);
  private final Map<String, String> environment = new HashMap<>(Map.of("VAULT_TOKEN", "one"));
  private final Properties properties = new Properties();
  private final Route route =
      new Route(S3Location.parse("s3a://data"), Samples.access(Samples.ROLE));

  private String key() {
    return CacheKey.of(conf, route, "alice", environment, properties);
  }

  @Test
  void theSameCallHasTheSame() {
    conf.set("fs.s3a.endpoint", "https://s3.example");
    properties.setProperty("aws.profile", "one");
    assertThat(key()).isEqualTo(key()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs.s3a.access.key", "hadoop.security.credential.provider.path"})
  void whatAVariableStandsForCounts(String name) {
    conf.set(name, "${mine}");
    conf.set("mine", "A");
    String before = key();
    conf.set("mine", "B");
    assertThat(key()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws.profile", "aws.accessKeyId", "user.home", "hadoop.token.files"})
  void whatTheSdkAndHadoopReadByThemselvesCounts(String name) {
    String before = key();
    properties.setProperty(name, "other");
    assertThat(key()).isNotEqualTo(before);
  }

  /** A command that signs in may read it. */
  @ParameterizedTest
  @ValueSource(strings = {"AWS_PROFILE", "VAULT_TOKEN", "PATH", "PWD", "HOME"})
  void anyVariableCounts(String name) {
    String before = key();
    environment.put(name, "other");
    assertThat(key()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_", "OLDPWD", "SHLVL"})
  void whatShellsCountWithDoesNot(String name) {
    String before = key();
    environment.put(name, "other");
    properties.setProperty("java.io.tmpdir", "/other");
    assertThat(key()).isEqualTo(before);
  }
}
