package io.rolecall.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsPartitionTest {

  @ParameterizedTest
  @CsvSource({
    "s3.eu-west-1.amazonaws.com,                 COMMERCIAL",
    "S3.AMAZONAWS.COM,                           COMMERCIAL",
    "sts.eu-west-1.api.aws,                      COMMERCIAL",
    "s3.us-gov-west-1.amazonaws.com,             GOV",
    "s3-us-gov-west-1.amazonaws.com,             GOV",
    "s3.dualstack.us-gov-east-1.amazonaws.com,   GOV",
    "b.bucket.vpce-1a-2b.s3.us-gov-west-1.vpce.amazonaws.com, GOV",
    "acme-us-gov-reports.s3.eu-west-1.amazonaws.com, COMMERCIAL",
    "us-gov-west-1.s3.amazonaws.com,             COMMERCIAL",
    "s3.cn-north-1.amazonaws.com.cn,             CHINA",
    "sts.cn-north-1.api.amazonwebservices.com.cn, CHINA",
    "s3.eusc-de-east-1.amazonaws.eu,             EUROPEAN_SOVEREIGN",
    "s3.us-iso-east-1.c2s.ic.gov,                ISO",
    "s3.us-isob-east-1.sc2s.sgov.gov,            ISO_B",
    "s3.us-isof-south-1.csp.hci.ic.gov,          ISO_F",
    "s3.eu-isoe-west-1.cloud.adc-e.uk,           ISO_E",
  })
  void isToldByTheHost(String host, AwsPartition partition) {
    assertThat(AwsPartition.of(host)).contains(partition);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost",
    "ceph.example.org",
    "amazonaws.com",
    "amazonaws.com.example.org",
    "s3.evilamazonaws.com",
    "s3.amazonaws.com.evil",
  })
  void otherHostsAreOfNone(String host) {
    assertThat(AwsPartition.of(host)).isEmpty();
  }
}
