package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorSessionsKeyTest {

  private static final String KEY = "fs.s3a.rolecall.executor.sessions";

  private static Configuration conf(String value) {
    Configuration conf = new Configuration(false);
    conf.set(KEY, value);
    return conf;
  }

  private static String read(String value) {
    return RolecallKeys.EXECUTOR_SESSIONS.find(conf(value)).orElse(List.of()).stream()
        .map(each -> each.name().orElse("?") + " " + each.place())
        .collect(Collectors.joining("; "));
  }

  @Test
  void nothingIsGivenUnlessItIsSaid() {
    assertThat(RolecallKeys.EXECUTOR_SESSIONS.find(new Configuration(false))).isEmpty();
    assertThat(read(" ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "flights=s3a://bb/in, s3a://cc,|flights s3a://bb/in; cc s3a://cc",
        "x=s3a://bb, y=s3a://bb|x s3a://bb; y s3a://bb",
      })
  void eachHasAName(String value, String expected) {
    assertThat(read(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "b|'b' is not an S3 location: expected s3a://bucket or s3a://bucket/prefix",
        "a b=s3a://bb|'a b' is no name of a profile: expected letters, digits and _.-",
        "=s3a://bb|'' is no name of a profile: expected letters, digits and _.-",
        "client:glue|client:glue is no S3 location: expected NAME=s3a://bucket/prefix",
        "g=client:glue|client:glue is no S3 location: expected NAME=s3a://bucket/prefix",
        "s3a://bb/x, s3a://bb/y|s3a://bb/x and s3a://bb/y would both be the profile bb: name them, as in"
            + " NAME=s3a://bb/y",
        "default=s3a://bb|the profile 'default' of s3a://bb would be the executor's own, too: give it"
            + " another name",
        "s3a://default|s3a://default would be the profile default, which clients use that name none:"
            + " name it, as in NAME=s3a://default",
      })
  void whatIsNoListOfLocationsIsRefused(String value, String reason) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOf(ConfigException.class)
        .hasMessage(KEY + " = '" + value + "': " + reason);
  }
}
