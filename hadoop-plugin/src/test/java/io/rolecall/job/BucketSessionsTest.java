package io.rolecall.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class BucketSessionsTest {

  @Test
  void whatIsClosedGivesNothing() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    BucketSessions sessions = BucketSessions.of(conf);
    sessions.close();
    assertThatThrownBy(() -> sessions.routes("b1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("this client is closed and signs nothing any more: make a new one");
  }
}
