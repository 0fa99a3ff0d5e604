package io.rolecall.s3a;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.testing.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AbandonedUploadsTest {

  /** A store that answers aborts with what it is told. */
  private static final class FakeS3 implements S3Client {

    private final List<String> aborted = new ArrayList<>();
    private @Nullable S3Exception failure;
    private boolean closed;

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
      assertThat(closed).isFalse();
      if (failure != null) {
        throw failure;
      }
      aborted.add(request.uploadId());
      return AbortMultipartUploadResponse.builder().build();
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
      return HeadObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A route whose session comes and goes. */
  private static final class FakeRoute implements RouteCredentials {

    private boolean ready;

    @Override
    public AwsCredentialsIdentity current() {
      throw new AssertionError("a client does not sign");
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      throw new AssertionError("a client judges nothing");
    }
  }

  private final FakeS3 s3 = new FakeS3();
  private final FakeRoute route = new FakeRoute();
  private final AbandonedUploads client =
      new AbandonedUploads(
          s3, new BucketRoutes(RouteTable.ofPrefixes("bucket1", Map.of("data", route))));
  private final RecordedLog log = new RecordedLog(AbandonedUploads.class, "INFO");

  @AfterEach
  void close() {
    client.close();
    log.close();
  }

  private void abort(String id) {
    client.abortMultipartUpload(abort -> abort.bucket("bucket1").key("data/x").uploadId(id));
  }

  private void abandon(String id) {
    s3.failure = AccessDenied.because("no session");
    assertThatThrownBy(() -> abort(id)).isSameAs(s3.failure);
    s3.failure = null;
  }

  private void request() {
    client.headObject(head -> head.bucket("bucket1").key("data/y"));
  }

  @Test
  void abortsAtOnceWhatCanBeAborted() {
    abort("u1");
    assertThat(s3.aborted).containsExactly("u1");
    request();
    assertThat(s3.aborted).containsExactly("u1");
  }

  @Test
  void abortsAfterTheNextRequestThatFindsASession() {
    abandon("u1");
    abandon("u2");
    request();
    assertThat(s3.aborted).isEmpty();
    route.ready = true;
    request();
    assertThat(s3.aborted).containsExactly("u1", "u2");
    request();
    assertThat(s3.aborted).hasSize(2);
    assertThat(log.lines())
        .containsExactly(
            "WARN the multipart upload u1 of s3a://bucket1/data/x is not aborted yet: no session"
                + " (Service: Rolecall, Status Code: 403, Request ID: null)",
            "WARN the multipart upload u2 of s3a://bucket1/data/x is not aborted yet: no session"
                + " (Service: Rolecall, Status Code: 403, Request ID: null)",
            "INFO the multipart upload u1 of s3a://bucket1/data/x is aborted now",
            "INFO the multipart upload u2 of s3a://bucket1/data/x is aborted now");
  }

  @Test
  void doesNotRememberWhatIsRefusedInSpiteOfASession() {
    route.ready = true;
    abandon("u1");
    request();
    assertThat(s3.aborted).isEmpty();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void remembersAThousandAndTellsOfTheOthers() {
    for (int i = 0; i < 1001; i++) {
      abandon("u" + i);
    }
    try (RecordedLog last = new RecordedLog(AbandonedUploads.class, "INFO")) {
      abandon("u1001");
      assertThat(last.lines())
          .singleElement()
          .asString()
          .startsWith(
              "WARN the multipart upload u1001 of s3a://bucket1/data/x stays behind: 1000 others wait"
                  + " for a session already.");
    }
    route.ready = true;
    request();
    assertThat(s3.aborted).hasSize(1000).doesNotContain("u1000", "u1001");
  }

  @Test
  void abortsWhenItIsClosed() {
    abandon("u1");
    route.ready = true;
    client.close();
    assertThat(s3.aborted).containsExactly("u1");
    assertThat(s3.closed).isTrue();
  }

  @Test
  void saysWhatStaysBehindWhenItIsClosedWithoutASession() {
    abandon("u1");
    client.close();
    assertThat(s3.aborted).isEmpty();
    assertThat(log.lines())
        .last()
        .isEqualTo(
            "WARN the multipart upload u1 of s3a://bucket1/data/x stays behind: there is no session"
                + " of its route. Abort it yourself, or give the bucket a lifecycle rule that aborts"
                + " incomplete uploads");
  }

  @Test
  void doesNotMindAnUploadThatIsGone() {
    abandon("u1");
    route.ready = true;
    s3.failure = NoSuchUploadException.builder().statusCode(404).build();
    request();
    s3.failure = null;
    request();
    assertThat(s3.aborted).isEmpty();
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void givesUpWhatTheStoreDoesNotAbort() {
    abandon("u1");
    route.ready = true;
    s3.failure = (S3Exception) S3Exception.builder().statusCode(403).message("denied").build();
    request();
    s3.failure = null;
    request();
    assertThat(s3.aborted).isEmpty();
    assertThat(log.lines()).last().asString().contains("u1").contains("stays behind: denied");
  }

  @Test
  void leavesTheFailuresOfTheStoreToS3a() {
    s3.failure = (S3Exception) S3Exception.builder().statusCode(503).message("slow").build();
    assertThatThrownBy(() -> abort("u1")).isSameAs(s3.failure);
    s3.failure = null;
    route.ready = true;
    request();
    assertThat(s3.aborted).isEmpty();
    assertThat(log.lines()).isEmpty();
  }
}
