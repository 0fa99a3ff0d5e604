package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {

  @Test
  void isWrittenAsRoutesWriteIt() {
    assertThat(new S3Location("b1", "p/q").written()).isEqualTo("s3a://b1/p/q");
    assertThat(S3Location.ofBucket("bb").written()).isEqualTo("s3a://bb");
  }

  /** Messages name it as the routes do. */
  @Test
  void everyOtherBucketIsWrittenAsRoutesWriteIt() {
    assertThat(S3Location.EVERY_OTHER).hasToString("s3a://*");
    assertThat(S3Location.EVERY_OTHER.written()).isEqualTo("s3a://*");
    assertThat(S3Location.EVERY_OTHER.bucket()).hasSizeGreaterThan(63);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b1,              b1, ''",
    "s3a://b1/,             b1, ''",
    "s3a://b1/data,         b1, data",
    "s3a://b1/data/,        b1, data",
    "s3a://b1/data/x/,      b1, data/x",
    "s3a://b1//data//,      b1, data",
    "s3a://b1/a//b,         b1, a//b",
    "s3a://b1/a b%20c+d,    b1, a b%20c+d",
    "s3a://b1/größe/日本,    b1, größe/日本",
    "s3a://a.b-c_D9/x,      a.b-c_D9, x",
    "s3://b1/data,          b1, data",
    "s3n://b1/data,         b1, data",
  })
  void parsesBucketAndPrefix(String text, String bucket, String prefix) {
    assertThat(S3Location.parse(text)).isEqualTo(new S3Location(bucket, prefix));
    assertThat(S3Location.parse(text).bucket()).isEqualTo(bucket);
    assertThat(S3Location.parse(text).prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b1", "b1/data", "hdfs://b1/data", "S3A://b1", "://b1", "s3a:/b1"})
  void refusesWhatIsNotOnS3(String text) {
    assertThatThrownBy(() -> S3Location.parse(text))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "'" + text + "' is not an S3 location: expected s3a://bucket or s3a://bucket/prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b", "-b1", "b 1", "user@b1", "@events", "b1:80", "bü", "b1?x"})
  void refusesWhatIsNoBucketName(String bucket) {
    assertThatThrownBy(() -> S3Location.parse("s3a://" + bucket + "/data"))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessage(
            "'"
                + bucket
                + "' is not a bucket name: expected 2 to 255 letters, digits, '.', '-', '_'");
  }

  @Test
  void refusesABucketNameOf256Characters() {
    assertThat(new S3Location("b".repeat(255), "").bucket()).hasSize(255);
    assertThatThrownBy(() -> new S3Location("b".repeat(256), ""))
        .isInstanceOf(InvalidRouteException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b1,         s3a://b1",
    "s3://b1/,         s3a://b1",
    "s3n://b1/data/x/, s3a://b1/data/x",
  })
  void isShownAsUsersWriteIt(String text, String shown) {
    assertThat(S3Location.parse(text)).hasToString(shown);
  }

  @Test
  void isABucketWithoutAPrefix() {
    assertThat(S3Location.parse("s3a://b1/").isBucket()).isTrue();
    assertThat(S3Location.parse("s3a://b1/x").isBucket()).isFalse();
  }
}
