package io.rolecall.s3a;

import io.rolecall.credentials.AccessDenied;
import io.rolecall.credentials.BucketRoutes;
import io.rolecall.text.OneLine;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client that aborts later what could not be aborted for want of a session.
 *
 * <p>When no session can be had, a write fails, and so does S3A's abort of its multipart upload,
 * which S3A does not repeat: the parts would stay in the bucket, and be paid for, without anybody
 * seeing them. This client remembers the upload and aborts it as soon as its route has a session
 * again: after the next request, or when the file system is closed. Thread-safe.
 */
final class AbandonedUploads extends DelegatingS3Client {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedUploads.class);

  /** More than a file system has open at a time. What exceeds it is told, and left. */
  private static final int REMEMBERED = 1000;

  /** As long as a key of S3's may be. */
  private static final int LONGEST = 1024;

  private final BucketRoutes routes;
  private final Queue<AbortMultipartUploadRequest> abandoned = new ConcurrentLinkedQueue<>();

  AbandonedUploads(S3Client delegate, BucketRoutes routes) {
    super(delegate);
    this.routes = routes;
  }

  @Override
  public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
    try {
      return super.abortMultipartUpload(request);
    } catch (S3Exception e) {
      // With a session, it was refused for another reason, which stays.
      if (e.awsErrorDetails() != null
          && AccessDenied.CODE.equals(e.awsErrorDetails().errorCode())
          && !routes.isReady(request.key())) {
        remember(request, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    R result = super.invokeOperation(request, operation);
    if (!abandoned.isEmpty()) {
      abortWhatCanBe();
    }
    return result;
  }

  private void abortWhatCanBe() {
    for (int left = abandoned.size(); left > 0; left--) {
      AbortMultipartUploadRequest upload = abandoned.poll();
      if (upload == null) {
        return; // Another thread is at it.
      }
      if (routes.isReady(upload.key())) {
        abort(upload);
      } else {
        abandoned.add(upload);
      }
    }
  }

  private void remember(AbortMultipartUploadRequest upload, String why) {
    if (abandoned.size() < REMEMBERED) {
      LOG.warn("{} is not aborted yet: {}", describe(upload), why);
      abandoned.add(upload);
    } else {
      leave(upload, REMEMBERED + " others wait for a session already");
    }
  }

  private void abort(AbortMultipartUploadRequest upload) {
    try {
      ((S3Client) delegate()).abortMultipartUpload(upload);
      LOG.info("{} is aborted now", describe(upload));
    } catch (NoSuchUploadException e) {
      LOG.debug("{} was gone already", describe(upload));
    } catch (SdkException e) {
      leave(upload, String.valueOf(e.getMessage()));
    }
  }

  private void leave(AbortMultipartUploadRequest upload, String why) {
    LOG.warn(
        "{} stays behind: {}. Abort it yourself, or give the bucket a lifecycle rule that aborts"
            + " incomplete uploads",
        describe(upload),
        why);
  }

  private String describe(AbortMultipartUploadRequest upload) {
    return "the multipart upload "
        + OneLine.of(upload.uploadId(), LONGEST)
        + " of s3a://"
        + routes.bucket()
        + "/"
        + OneLine.of(upload.key(), LONGEST);
  }

  /** Tries a last time, without waiting for a session. */
  @Override
  public void close() {
    abortWhatCanBe();
    abandoned.forEach(upload -> leave(upload, "there is no session of its route"));
    abandoned.clear();
    super.close();
  }
}
