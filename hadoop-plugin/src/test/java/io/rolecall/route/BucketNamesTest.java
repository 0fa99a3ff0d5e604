package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketNamesTest {

  @ParameterizedTest
  @CsvSource({
    ",                       s3.eu-west-1.amazonaws.com,           /data/x,     data",
    ",                       s3.eu-west-1.amazonaws.com,           /data,       data",
    ",                       S3.EU-WEST-1.AMAZONAWS.COM.,          /data/x,     data",
    ",                       data.s3.eu-west-1.amazonaws.com,      /other/x,    data",
    ",                       my.data.s3.eusc-de-east-1.amazonaws.eu, /x,        my.data",
    ",                       s3.eu-west-1.amazonaws.com,           /,           ",
    ",                       s3.eu-west-1.amazonaws.com,           /arn%3Aaws/x, ",
    ",                       ap-1.s3-accesspoint.eu-west-1.amazonaws.com, /x,   ",
    ",                       ceph.example.org,                     /data/x,     ",
    "http://ceph.example.org:8000,      ceph.example.org,          /data/x,     data",
    "http://ceph.example.org:8000/gw/,  ceph.example.org,          /gw/data/x,  data",
    "http://ceph.example.org:8000/gw/,  ceph.example.org,          /data/x,     ",
    "http://ceph.example.org:8000/gw/,  ceph.example.org,          /gwdata/x,   ",
    "http://ceph.example.org:8000,      data.ceph.example.org,     /other/x,    data",
    "http://ceph.example.org:8000,      evil.example.org,          /data/x,     ",
    "http://ceph.example.org:8000,      evilceph.example.org,      /data/x,     ",
  })
  void areReadWhereClientsWriteThem(String endpoint, String host, String path, String bucket) {
    assertThat(names(endpoint).in(host, path)).isEqualTo(bucket);
  }

  @Test
  void eachRequestHasItsOwnWhateverTheLastOneHad() {
    BucketNames names = names("");
    for (int round = 0; round < 2; round++) {
      assertThat(names.in("s3.eu-west-1.amazonaws.com", "/data/x")).isEqualTo("data");
      assertThat(names.in("s3.eu-west-1.amazonaws.com", "/other/x")).isEqualTo("other");
      assertThat(names.in("third.s3.eu-west-1.amazonaws.com", "/data/x")).isEqualTo("third");
      assertThat(names.in("s3.eu-west-1.amazonaws.com", "/.x/x")).isNull();
      assertThat(names.in("ceph.example.org", "/data/x")).isNull();
    }
  }

  private static BucketNames names(@Nullable String endpoint) {
    return new BucketNames(endpoint == null || endpoint.isEmpty() ? null : URI.create(endpoint));
  }
}
