package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.spark.selftest.SelfTestOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfTestOptionsTest {

  @Test
  void defaultsTryTheLocationsAlone() {
    SelfTestOptions options = SelfTestOptions.parse("s3a://aa", "s3://bb/c");
    assertThat(options.locations()).containsExactly("s3a://aa", "s3://bb/c");
    assertThat(options.written()).isEmpty();
    assertThat(options.hold()).isZero();
    assertThat(options.patience()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.json()).isFalse();
    assertThat(options.allowIdentity()).isFalse();
  }

  @Test
  void whatIsWrittenToIsTriedToo() {
    SelfTestOptions options =
        SelfTestOptions.parse("--write", "s3a://aa", "s3a://bb", "--for", "40m", "--wait", "90s");
    assertThat(options.locations()).containsExactly("s3a://bb", "s3a://aa");
    assertThat(options.written()).containsExactly("s3a://aa");
    assertThat(options.hold()).isEqualTo(Duration.ofMinutes(40));
    assertThat(options.patience()).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json|no location: name at least one that the job will use, for example"
            + " s3a://bucket/prefix",
        "--verbose|--verbose is no option of the self-test; --help prints those that there are",
        "bucket|'bucket' is no location: expected s3a://bucket or s3a://bucket/prefix",
        "s3a://-x|'s3a://-x' is no location: expected s3a://bucket or s3a://bucket/prefix",
        "--write|--write without a value: expected s3a://bucket or s3a://bucket/prefix",
        "s3a://b1 --write --json|--write '--json': expected s3a://bucket or s3a://bucket/prefix",
        "--for|--for without a value: expected a time, for example 90s, 40m or 2h",
        "s3a://b1 --wait|--wait without a value: expected a time, for example 90s, 40m or 2h",
        "--wait 5|--wait '5': expected a time, for example 90s, 40m or 2h"
      })
  void whatCannotBeUnderstoodIsTold(String line, String message) {
    assertThatThrownBy(() -> SelfTestOptions.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
