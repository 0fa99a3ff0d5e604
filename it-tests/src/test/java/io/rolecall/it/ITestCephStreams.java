package io.rolecall.it;

import static io.rolecall.it.CephFixture.BUCKET;
import static io.rolecall.it.StreamsFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.ceph.CephRgw;
import io.rolecall.ceph.RgwAccounts;
import io.rolecall.ceph.RgwLog;
import io.rolecall.ceph.WithCeph;
import io.rolecall.support.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and listings on Ceph's gateway that outlive their sessions, by their time or before. */
@WithCeph
@Tag("suite")
class ITestCephStreams {

  private static final String SHORT = CephFixture.LIFETIME.toSeconds() + "s";

  /** So large that no stream reads it ahead to its end. */
  private static final int LARGE = 40 * MIB;

  private static final byte[] CONTENT = StreamsFixture.content(LARGE);

  private static CephFixture ceph;
  private static String role;

  private RgwLog log;

  @BeforeAll
  static void createAccounts(CephRgw gateway) throws IOException {
    ceph = CephFixture.in(gateway, "333333333333", "444444444444");
    role = ceph.role("streams", RgwAccounts.readWrite(BUCKET, ""));
    try (FileSystem fs = CephFixture.open(ceph.conf("10m", role));
        FSDataOutputStream out = fs.create(path("large"))) {
      out.write(CONTENT);
    }
  }

  @BeforeEach
  void watch() throws IOException {
    log = ceph.gateway().log();
  }

  private static Path path(String key) {
    return new Path("s3a://" + BUCKET + "/" + key);
  }

  private static void assertReads(FSDataInputStream in, int offset) throws IOException {
    byte[] read = new byte[1000];
    in.readFully(offset, read);
    assertThat(read).isEqualTo(Arrays.copyOfRange(CONTENT, offset, offset + read.length));
  }

  private static Configuration inputConf(String lifetime, String type) {
    Configuration conf = ceph.conf(lifetime, role);
    conf.set("fs.s3a.input.stream.type", type);
    conf.set("fs.s3a.experimental.input.fadvise", "random");
    return conf;
  }

  private static Configuration outputConf(String lifetime) {
    Configuration conf = ceph.conf(lifetime, role);
    conf.set("fs.s3a.multipart.size", "5M");
    return conf;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void anOpenInputStreamOutlivesItsSessions(String type) throws Exception {
    try (FileSystem fs = CephFixture.open(inputConf(SHORT, type));
        FSDataInputStream in = fs.open(path("large"))) {
      assertReads(in, 0);
      CephFixture.awaitEndOfSessions();
      assertReads(in, LARGE - MIB);
      assertThat(CephFixture.refused(log)).isEmpty();
    }
  }

  @Test
  void anUploadInPartsOutlivesItsSessions() throws Exception {
    try (FileSystem fs = CephFixture.open(outputConf(SHORT))) {
      try (FSDataOutputStream out = fs.create(path("parts"), true)) {
        out.write(CONTENT, 0, 6 * MIB);
        CephFixture.awaitEndOfSessions();
        out.write(CONTENT, 6 * MIB, 6 * MIB);
      }
      assertThat(CephFixture.s3(log))
          .filteredOn(request -> request.target().contains("partNumber"))
          .hasSize(3)
          .allMatch(request -> request.status() == 200);
      try (FSDataInputStream in = fs.open(path("parts"))) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(CONTENT, 12 * MIB));
      }
      assertThat(CephFixture.refused(log)).isEmpty();
    }
  }

  @Test
  void listingsAndRenamesOutliveTheirSessions() throws Exception {
    try (FileSystem fs = CephFixture.open(outputConf(SHORT))) {
      for (int i = 0; i < 3; i++) {
        try (FSDataOutputStream out = fs.create(path("dir/" + i), true)) {
          out.write(CONTENT, 0, MIB);
        }
      }
      assertThat(fs.listStatus(path("dir"))).hasSize(3);
      CephFixture.awaitEndOfSessions();
      assertThat(fs.listStatus(path("dir"))).hasSize(3);
      assertThat(fs.rename(path("dir"), path("renamed"))).isTrue();
      assertThat(fs.listStatus(path("renamed"))).hasSize(3);
      assertThat(fs.delete(path("renamed"), true)).isTrue();
      assertThat(CephFixture.refused(log)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void aLargeFileIsRenamed(String type) throws Exception {
    try (FileSystem fs = CephFixture.open(inputConf(SHORT, type))) {
      try (FSDataOutputStream out = fs.create(path("old"), true)) {
        out.write(CONTENT);
      }
      assertThat(fs.rename(path("old"), path("new-" + type))).isTrue();
      assertThat(fs.getFileStatus(path("new-" + type)).getLen()).isEqualTo(LARGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void anOpenInputStreamReadsOnAfterItsSessionEndedEarly(String type) throws Exception {
    try (FileSystem fs = CephFixture.open(inputConf("10m", type));
        FSDataInputStream in = fs.open(path("large"))) {
      assertReads(in, 0);
      ceph.gateway().endAllSessions();
      log.clear();
      assertReads(in, LARGE - MIB);
      assertThat(CephFixture.refused(log)).containsExactly("GET 403");
      assertThat(CephFixture.sts(log)).isEqualTo(1);
    }
  }

  /** Such a refusal has no body, so it could be a denial. */
  @Test
  void aHeadIsSignedAgainAfterItsSessionEndedEarly() throws Exception {
    try (FileSystem fs = CephFixture.open(ceph.conf("10m", role))) {
      assertThat(fs.getFileStatus(path("large")).getLen()).isEqualTo(LARGE);
      ceph.gateway().endAllSessions();
      log.clear();
      assertThat(fs.getFileStatus(path("large")).getLen()).isEqualTo(LARGE);
      assertThat(CephFixture.refused(log)).containsExactly("HEAD 403");
      assertThat(CephFixture.sts(log)).isEqualTo(1);
    }
  }

  @Test
  void anUploadInPartsGoesOnAfterItsSessionEndedEarly() throws Exception {
    try (FileSystem fs = CephFixture.open(outputConf("10m"))) {
      try (FSDataOutputStream out = fs.create(path("ended"), true)) {
        out.write(CONTENT, 0, 6 * MIB);
        Await.until(
            Duration.ofSeconds(30),
            () -> CephFixture.s3(log).anyMatch(request -> request.target().contains("partNumber")));
        ceph.gateway().endAllSessions();
        log.clear();
        out.write(CONTENT, 6 * MIB, 6 * MIB);
      }
      // The parts of one upload are sent at the same time.
      assertThat(CephFixture.refused(log))
          .hasSizeBetween(1, 2)
          .allMatch(refused -> refused.equals("PUT 403"));
      assertThat(CephFixture.sts(log)).isEqualTo(1);
      try (FSDataInputStream in = fs.open(path("ended"))) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(CONTENT, 12 * MIB));
      }
    }
  }
}
