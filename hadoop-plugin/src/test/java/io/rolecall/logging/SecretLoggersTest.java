package io.rolecall.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which loggers are guarded. */
class SecretLoggersTest {

  @ParameterizedTest
  @CsvSource({
    "software.amazon.awssdk, true",
    "software.amazon.awssdk.request, true",
    "software.amazon.awssdk.thirdparty.org.apache.http.headers, true",
    "software.amazon.awssdkx, false",
    "software.amazon.s3.analyticsaccelerator.S3SeekableInputStream, false",
    "org.apache.http.wire, true",
    "org.apache.http.wired, false",
    "org.apache.http.impl.conn.PoolingHttpClientConnectionManager, false",
    "io.netty.handler.logging.LoggingHandler, true",
    "io.netty.handler.ssl.SslHandler, false",
    "org.apache.hadoop.fs.s3a.S3AFileSystem, false",
    "io.rolecall.renewal.LiveSession, false",
  })
  void guardsALoggerAndThoseBelowIt(String name, boolean guarded) {
    assertThat(LoggerNames.isGuarded(name)).isEqualTo(guarded);
  }

  @Test
  void guardsEveryLeafByOneOfItsNames() {
    assertThat(LoggerNames.LEAVES).allMatch(LoggerNames::isGuarded);
  }
}
