package io.rolecall.it;

import static io.rolecall.it.StreamsFixture.BUCKET;
import static io.rolecall.it.StreamsFixture.MIB;
import static io.rolecall.it.StreamsFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.s3.ExpiredAnswer;
import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams that meet the end of their session: one further request each, and nobody notices. {@code
 * mvn verify} leaves the slow ones to {@code it-tests/run streams}.
 */
@Tag("jobs")
class ITestStreams {

  /** So large that no stream reads it ahead to its end. */
  private static final int LARGE = 40 * MIB;

  private static StreamsFixture fixture;

  @BeforeAll
  static void start() throws IOException {
    fixture = new StreamsFixture(StreamsFixture.world().start());
  }

  @AfterAll
  static void stop() throws IOException {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "prefetch", "analytics"})
  void anOpenInputStreamReadsOn(String type) throws Exception {
    byte[] content = fixture.put("in-" + type, LARGE);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.input.stream.type", type);
    conf.set("fs.s3a.prefetch.block.size", "1M");
    conf.set("fs.s3a.experimental.input.fadvise", "random");
    try (FileSystem fs = fixture.open(conf);
        FSDataInputStream in = fs.open(path("in-" + type))) {
      byte[] start = new byte[1000];
      in.readFully(0, start);
      assertThat(start).isEqualTo(Arrays.copyOf(content, 1000));
      fixture.endSession();
      byte[] end = new byte[1000];
      in.readFully(LARGE - MIB, end);
      assertThat(end).isEqualTo(Arrays.copyOfRange(content, LARGE - MIB, LARGE - MIB + 1000));
      assertThat(fixture.expired()).hasSize(1);
      assertThat(fixture.aws().log().operation("AssumeRole")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  void aVectoredReadReadsOn(String type) throws Exception {
    byte[] content = fixture.put("vectored-" + type, LARGE);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.input.stream.type", type);
    try (FileSystem fs = fixture.open(conf);
        FSDataInputStream in = fs.open(path("vectored-" + type))) {
      assertThat(in.read()).isEqualTo(content[0] & 0xff);
      fixture.endSession();
      List<FileRange> ranges =
          List.of(
              FileRange.createFileRange(LARGE / 2, 1000),
              FileRange.createFileRange(LARGE - MIB, 1000));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        ByteBuffer buffer = range.getData().get();
        byte[] read = new byte[1000];
        buffer.get(read);
        int offset = (int) range.getOffset();
        assertThat(read).isEqualTo(Arrays.copyOfRange(content, offset, offset + 1000));
      }
      // Ranges are read at the same time: each may meet the ended session, once.
      assertThat(fixture.expired()).hasSizeBetween(1, 2);
      assertThat(fixture.aws().log().operation("AssumeRole")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "array", "bytebuffer"})
  void aMultipartUploadGoesOnAfterItsSessionEnded(String buffer) throws Exception {
    byte[] content = StreamsFixture.content(12 * MIB);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.fast.upload.buffer", buffer);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    try (FileSystem fs = fixture.open(conf)) {
      try (FSDataOutputStream out = fs.create(path("out-" + buffer), true)) {
        out.write(content, 0, 6 * MIB);
        Await.until(
            Duration.ofSeconds(30),
            () -> fixture.aws().log().operation("UploadPart").findAny().isPresent());
        fixture.endSession();
        out.write(content, 6 * MIB, 6 * MIB);
      }
      assertThat(fixture.aws().get(BUCKET, "out-" + buffer)).isEqualTo(content);
      // The parts of one upload are sent at the same time.
      assertThat(fixture.expired()).hasSizeBetween(1, 2);
      assertThat(fixture.aws().log().operation("AssumeRole")).hasSize(1);
    }
  }

  @Test
  void theBare400OfAHeadIsSignedAgain() throws Exception {
    fixture.put("head", 10);
    try (FileSystem fs = fixture.open(fixture.conf("60s"))) {
      assertThat(fs.getFileStatus(path("head")).getLen()).isEqualTo(10);
      fixture.endSession();
      assertThat(fs.getFileStatus(path("head")).getLen()).isEqualTo(10);
      assertThat(fixture.expired())
          .singleElement()
          .matches(entry -> entry.errorCode() == null || entry.operation().equals("HeadObject"));
      assertThat(fixture.aws().log().operation("HeadObject")).hasSize(2);
    }
  }

  @Test
  void aRenameGoesOn() throws Exception {
    fixture.put("dir/one", 10);
    fixture.put("dir/two", 10);
    try (FileSystem fs = fixture.open(fixture.conf("60s"))) {
      fs.getFileStatus(path("dir"));
      fixture.endSession();
      assertThat(fs.rename(path("dir"), path("renamed"))).isTrue();
      assertThat(fixture.aws().list(BUCKET, "renamed/")).hasSize(2);
      assertThat(fixture.expired()).hasSize(1);
    }
  }

  private static void assertReplacedInTime(int seconds, int sessions) throws IOException {
    fixture.put("busy", 10);
    try (FileSystem fs = fixture.open(fixture.conf("3s"))) {
      Instant end = Instant.now().plusSeconds(seconds);
      while (Instant.now().isBefore(end)) {
        assertThat(fs.getFileStatus(path("busy")).getLen()).isEqualTo(10);
      }
      assertThat(fixture.expired()).isEmpty();
      assertThat(fixture.aws().log().operation("AssumeRole")).hasSizeGreaterThanOrEqualTo(sessions);
    }
  }

  @Test
  void aShortSessionIsReplacedBeforeAnyRequestMeetsItsEnd() throws Exception {
    assertReplacedInTime(4, 2);
  }

  @Test
  @Tag("suite")
  void shortSessionsAreReplacedBeforeAnyRequestMeetsTheirEnd() throws Exception {
    assertReplacedInTime(12, 5);
  }

  @ParameterizedTest
  @Tag("suite")
  @ValueSource(ints = {-10, 10})
  void aClockThatIsTenMinutesOffChangesNothing(int minutes) throws Exception {
    Clock off = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
    try (StreamsFixture skewed = new StreamsFixture(StreamsFixture.world().clock(off).start())) {
      skewed.put("skewed", 10);
      try (FileSystem fs = skewed.open(skewed.conf("3s"))) {
        Instant end = Instant.now().plusSeconds(9);
        while (Instant.now().isBefore(end)) {
          assertThat(fs.getFileStatus(path("skewed")).getLen()).isEqualTo(10);
        }
        assertThat(skewed.expired()).isEmpty();
        assertThat(skewed.aws().log().operation("AssumeRole")).hasSizeBetween(3, 6);
      }
    }
  }

  @Test
  void aStoreThatCallsAnExpiredSessionUnknownIsUnderstood() throws Exception {
    try (StreamsFixture ceph =
        new StreamsFixture(StreamsFixture.world().expiredAnswer(ExpiredAnswer.CEPH).start())) {
      byte[] content = ceph.put("ceph", 2 * MIB);
      Configuration conf = ceph.conf("60s");
      // A stream that reads what it is asked for, and not the whole file at once.
      conf.set("fs.s3a.input.stream.type", "classic");
      conf.set("fs.s3a.experimental.input.fadvise", "random");
      try (FileSystem fs = ceph.open(conf);
          FSDataInputStream in = fs.open(path("ceph"))) {
        assertThat(in.read()).isEqualTo(content[0] & 0xff);
        ceph.endSession();
        byte[] end = new byte[1000];
        in.readFully(MIB, end);
        assertThat(end).isEqualTo(Arrays.copyOfRange(content, MIB, MIB + 1000));
        assertThat(ceph.expired()).hasSize(1);
      }
    }
  }

  private static void awaitAccess(FileSystem fs, String key, long length) {
    Await.until(
        Duration.ofSeconds(30),
        () -> {
          try {
            return fs.getFileStatus(path(key)).getLen() == length;
          } catch (AccessDeniedException e) {
            return false;
          }
        });
  }

  @Test
  void aFailedRenewalSaysRouteCauseAndNextTry() throws Exception {
    fixture.put("failing", 10);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.rolecall.session.wait", "2s");
    try (FileSystem fs = fixture.open(conf)) {
      fs.getFileStatus(path("failing"));
      fixture.aws().faults().stsOutage(io.rolecall.localaws.service.Faults.Outage.UNAVAILABLE);
      fixture.endSession();
      assertThatThrownBy(() -> fs.getFileStatus(path("failing")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "s3a://streams -> arn:aws:iam::222222222222:role/streams: STS refused")
          .hasMessageContaining("; next try at ");
      fixture.aws().faults().clear();
      // The outage is over: the next request gets its session.
      awaitAccess(fs, "failing", 10);
    }
  }

  @Test
  void aBodyThatIsUnderWayIsReadToItsEnd() throws Exception {
    byte[] content = fixture.put("long", 24 * MIB);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.input.stream.type", "classic");
    conf.set("fs.s3a.experimental.input.fadvise", "sequential");
    try (FileSystem fs = fixture.open(conf);
        FSDataInputStream in = fs.open(path("long"))) {
      byte[] read = new byte[content.length];
      in.readFully(read, 0, MIB);
      fixture.endSession();
      in.readFully(read, MIB, content.length - MIB);
      assertThat(read).isEqualTo(content);
      assertThat(fixture.aws().log().entries()).isEmpty();
    }
  }

  @Test
  void anIdleStreamCostsNothingAndFindsAFreshSession() throws Exception {
    byte[] content = fixture.put("idle", 2 * MIB);
    Configuration conf = fixture.conf("3s");
    // A stream that reads what it is asked for, and not the whole file at once.
    conf.set("fs.s3a.input.stream.type", "classic");
    conf.set("fs.s3a.experimental.input.fadvise", "random");
    try (FileSystem fs = fixture.open(conf);
        FSDataInputStream in = fs.open(path("idle"))) {
      assertThat(in.read()).isEqualTo(content[0] & 0xff);
      fixture.aws().log().clear();
      // Three lifetimes without a request of the stream's.
      Instant later = Instant.now().plusSeconds(9);
      Await.until(Duration.ofSeconds(60), () -> Instant.now().isAfter(later));
      assertThat(fixture.aws().log().operation("AssumeRole"))
          .as("the session that was used is renewed, and the next is not")
          .hasSize(1);
      byte[] end = new byte[1000];
      in.readFully(MIB, end);
      assertThat(end).isEqualTo(Arrays.copyOfRange(content, MIB, MIB + 1000));
      assertThat(fixture.expired()).isEmpty();
      assertThat(fixture.aws().log().operation("AssumeRole")).hasSizeBetween(2, 3);
    }
  }

  @Test
  void anUploadThatNoSessionCouldAbortIsAbortedLater() throws Exception {
    byte[] content = StreamsFixture.content(6 * MIB);
    fixture.put("any", 1);
    Configuration conf = fixture.conf("60s");
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    // Longer than the SDK repeats a call of STS on a busy machine.
    conf.set("fs.s3a.rolecall.session.wait", "30s");
    try (FileSystem fs = fixture.open(conf)) {
      FSDataOutputStream out = fs.create(path("orphan"), true);
      out.write(content);
      Await.until(
          Duration.ofSeconds(30),
          () -> fixture.aws().log().operation("UploadPart").findAny().isPresent());
      fixture.aws().faults().stsOutage(io.rolecall.localaws.service.Faults.Outage.UNAVAILABLE);
      fixture.endSession();
      assertThatThrownBy(out::close)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "s3a://streams -> arn:aws:iam::222222222222:role/streams: STS refused")
          .hasMessageContaining("; next try at ");
      assertThat(fixture.aws().log().operation("AbortMultipartUpload")).isEmpty();
      fixture.aws().faults().clear();
      // The outage is over. The next request, whatever it is, brings the abort with it.
      awaitAccess(fs, "any", 1);
      assertThat(fixture.aws().log().operation("AbortMultipartUpload"))
          .singleElement()
          .matches(entry -> entry.status() == 204);
      assertThat(fs.exists(path("orphan"))).isFalse();
    }
  }

  @Test
  @Tag("suite")
  void aProcessThatWasSuspendedForLongerThanItsSessionReadsOn() throws Exception {
    byte[] content = fixture.put("suspended", 2 * MIB);
    fixture.aws().faults().clear();
    fixture.aws().log().clear();
    try (SuspendableReader reader = SuspendableReader.start(fixture, "suspended", "4s")) {
      assertThat(reader.readAt(0)).isEqualTo(content[0] & 0xff);
      Instant asleep = Instant.now();
      reader.suspend();
      Await.until(
          Duration.ofSeconds(60),
          () -> Duration.between(asleep, Instant.now()).compareTo(Duration.ofSeconds(6)) > 0);
      fixture.aws().log().clear();
      reader.resume();
      assertThat(reader.readAt(MIB)).isEqualTo(content[MIB] & 0xff);
      assertThat(fixture.expired()).hasSizeLessThanOrEqualTo(1);
      assertThat(fixture.aws().log().operation("AssumeRole")).isNotEmpty();
      assertThat(fixture.aws().log().operation("GetObject")).isNotEmpty();
    }
  }
}
