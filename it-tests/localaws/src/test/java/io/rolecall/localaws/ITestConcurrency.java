package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Many clients at once, as a Spark job's executors are. */
final class ITestConcurrency {
  private static final int THREADS = 32;
  private static final int ROUNDS = 20;

  @Test
  void servesManyConnectionsAtOnce() throws Exception {
    try (LocalAws aws =
        TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start()) {
      Clients clients = new Clients(aws.endpoint());
      var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
      try (S3Client s3 = clients.s3(clients.assume(user, TestWorld.WRITER, r -> {}))) {
        run(s3);
      }
      assertThat(aws.log().operation("PutObject")).hasSize(THREADS * ROUNDS);
      assertThat(aws.log().s3()).allMatch(entry -> entry.status() == 200);
      assertThat(aws.list("data", "many/")).hasSize(THREADS * ROUNDS);
    }
  }

  private static void run(S3Client s3) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        results.add(threads.submit(() -> writeAndRead(s3, number)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void writeAndRead(S3Client s3, int thread) {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "many/" + thread + '/' + round;
      s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString(key));
      byte[] read = s3.getObjectAsBytes(b -> b.bucket("data").key(key)).asByteArray();
      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(key);
    }
  }

  @Test
  void keepsConnectionsOpen() throws IOException {
    try (LocalAws aws =
        TestWorld.describe(new LocalAwsBuilder().backEnd(SharedS3Mock.uri())).start()) {
      Clients clients = new Clients(aws.endpoint());
      var user = Clients.credentials(aws.credentialsOf(TestWorld.JOBS, "submitter"));
      try (S3Client s3 = clients.s3(user)) {
        for (int i = 0; i < 10; i++) {
          s3.listObjectsV2(b -> b.bucket("jobs"));
        }
      }
      assertThat(aws.log().s3().map(entry -> entry.client().address()).distinct()).hasSize(1);
    }
  }
}
