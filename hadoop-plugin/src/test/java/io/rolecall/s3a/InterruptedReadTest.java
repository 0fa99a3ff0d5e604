package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What a reader that is interrupted while it waits for a session is told. */
@Timeout(60)
class InterruptedReadTest {

  private final FakeSts sts = new FakeSts();
  private final FakeStore store = new FakeStore();
  private final CountDownLatch answer = new CountDownLatch(1);

  @AfterEach
  void close() {
    answer.countDown();
    store.close();
    sts.close();
  }

  private Configuration conf() {
    Configuration conf = new Configuration();
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set("fs.s3a.endpoint", "http://" + store.authority());
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    return conf;
  }

  @RepeatedTest(5)
  void isToldSoAndStaysInterrupted() throws Exception {
    sts.beforeAnswer(call -> Concurrently.await(answer));
    try (RolecallFileSystem fs = new RolecallFileSystem()) {
      fs.initialize(URI.create("s3a://b1"), conf());
      AtomicReference<String> told = new AtomicReference<>("");
      Thread reader =
          new Thread(
              () -> {
                try {
                  fs.open(new Path("s3a://b1/file")).close();
                } catch (IOException e) {
                  told.set(e.getClass().getName() + " " + Thread.currentThread().isInterrupted());
                }
              });
      reader.start();
      Concurrently.until("the reader waits", () -> waits(reader));
      reader.interrupt();
      reader.join();
      assertThat(told).hasValue("java.io.InterruptedIOException true");
      answer.countDown();
    }
  }

  private static boolean waits(Thread reader) {
    return Stream.of(reader.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals("io.rolecall.renewal.SessionWait"));
  }
}
