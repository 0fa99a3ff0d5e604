package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.junit.jupiter.api.Test;

class BucketOptionsTest {

  private final Configuration conf = new Configuration(false);

  @Test
  void takeThePlaceOfThoseOfAllAsInS3A() {
    conf.set("fs.s3a.endpoint", "one");
    conf.set("fs.s3a.bucket.b1.endpoint", "two ${fs.s3a.bucket.b1.region}");
    conf.set("fs.s3a.bucket.b1.region", "eu");
    conf.set("fs.s3a.bucket.b1.impl", "not S3A's");
    conf.set("fs.s3a.bucket.b1.bucket.b1.region", "deeper");
    conf.set("fs.s3a.bucket.b1.", "nothing");
    conf.set("fs.s3a.bucket.b1.b2.region", "of a bucket with a dot");
    conf.set("fs.s3a.bucket.b2.region", "other");
    Configuration own = new BucketOptions(conf).of("b1");
    assertThat(all(own)).isEqualTo(all(S3AUtils.propagateBucketOptions(conf, "b1")));
    assertThat(own.get("fs.s3a.endpoint")).isEqualTo("two eu");
    assertThat(own.getPropertySources("fs.s3a.region"))
        .isEqualTo(S3AUtils.propagateBucketOptions(conf, "b1").getPropertySources("fs.s3a.region"));
    assertThat(conf.get("fs.s3a.endpoint")).isEqualTo("one");
  }

  private static Map<String, String> all(Configuration conf) {
    Map<String, String> all = new TreeMap<>();
    conf.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }
}
