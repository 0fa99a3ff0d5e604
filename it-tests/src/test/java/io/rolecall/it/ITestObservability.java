package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator sees of sessions. */
class ITestObservability {

  private static StreamsFixture fixture;

  @BeforeAll
  static void start() throws IOException {
    fixture = new StreamsFixture(StreamsFixture.world().start());
    fixture.put("file", 10);
  }

  @AfterAll
  static void stop() throws IOException {
    fixture.close();
  }

  private static void read(FileSystem fs) throws IOException {
    assertThat(fs.getFileStatus(StreamsFixture.path("file")).getLen()).isEqualTo(10);
  }

  @Test
  void theStatisticsTellSessionsAndExpiredRetries() throws Exception {
    try (FileSystem fs = fixture.open(fixture.conf("60s"))) {
      read(fs);
      fixture.endSession();
      read(fs);
      IOStatistics statistics = IOStatisticsSupport.retrieveIOStatistics(fs);
      assertThat(statistics.counters())
          .containsEntry("rolecall_sessions", 2L)
          .containsEntry("rolecall_renewals", 1L)
          .containsEntry("rolecall_renewal_failures", 0L)
          .containsEntry("rolecall_expired_retries", 1L)
          .containsEntry("op_get_file_status", 2L);
      assertThat(statistics.gauges().get("rolecall_seconds_to_expiry")).isBetween(30L, 60L);
      assertThat(statistics.meanStatistics().get("rolecall_renewal_millis").getSamples())
          .isEqualTo(2);
    }
  }

  @Test
  void jmxTellsThemByRoute() throws Exception {
    try (FileSystem fs = fixture.open(fixture.conf("60s"))) {
      read(fs);
      MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
      ObjectName pattern = new ObjectName("Hadoop:service=Rolecall,*");
      assertThat(jmx.queryNames(pattern, null)).hasSize(1);
      ObjectName bean = jmx.queryNames(pattern, null).iterator().next();
      assertThat(jmx.getAttribute(bean, "Route"))
          .isEqualTo("s3a://streams -> arn:aws:iam::222222222222:role/streams");
      assertThat(jmx.getAttribute(bean, "Sessions")).isEqualTo(1L);
    }
  }

  @Test
  void theAuditHeaderTellsTheJob() throws Exception {
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.rolecall.job.id", "job-4711");
    try (FileSystem fs = fixture.open(conf)) {
      read(fs);
      List<String> referrers =
          fixture
              .aws()
              .log()
              .operation("HeadObject")
              .map(entry -> entry.client().referrer())
              .toList();
      assertThat(referrers)
          .singleElement()
          .asString()
          .contains("op=op_get_file_status")
          .contains("rolecall-job=job-4711");
    }
  }
}
