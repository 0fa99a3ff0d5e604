package io.rolecall.localaws.s3;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.Decision;
import io.rolecall.localaws.policy.PolicyDocument;
import io.rolecall.localaws.policy.PolicyType;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.policy.Verdict;
import java.util.function.Consumer;

/** Decides who may do what in which bucket. Thread-safe. */
final class S3Authorizer {
  private final World world;
  private final Consumer<Question> questions;

  /**
   * @param questions notes what policies were asked, and what came of it
   */
  S3Authorizer(World world, Consumer<Question> questions) {
    this.world = world;
    this.questions = questions;
  }

  void authorize(Principal caller, S3Request request, S3Operation operation) throws AwsError {
    if (request.bucket().isEmpty()) {
      return; // everybody may see the own account's buckets
    }
    String copySource = request.header("x-amz-copy-source");
    if (copySource != null) {
      CopySource source = CopySource.parse(copySource);
      authorize(
          caller,
          source.bucket(),
          AccessRequest.onObject("s3:GetObject", source.bucket(), source.key()));
    }
    if (operation.name().equals("DeleteObjects")) {
      requireReachable(caller, request.bucket()); // the rest is decided key by key
    } else {
      authorize(caller, request.bucket(), operation.access(request));
    }
  }

  /**
   * That an object is not there is told to who may list its name; others are denied it.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">AWS: "If you
   *     have the s3:ListBucket permission on the bucket, Amazon S3 returns an HTTP status code
   *     404"; without it, 403</a>
   */
  void authorizeToMiss(Principal caller, S3Request request) throws AwsError {
    authorize(
        caller,
        request.bucket(),
        AccessRequest.listing("s3:ListBucket", request.bucket(), request.key()));
  }

  /** Whether a request is let through without a signature. */
  boolean isForEverybody(S3Request request, S3Operation operation) {
    return !request.bucket().isEmpty()
        && request.header("x-amz-copy-source") == null
        && world.bucketPolicy(request.bucket()).decide(operation.access(request))
            == Decision.ALLOWED;
  }

  /** By the bucket's policy and the caller's own: of another account's bucket, both. */
  void authorize(Principal caller, String bucket, AccessRequest unsigned) throws AwsError {
    boolean isOwn = isOwn(caller, bucket);
    AccessRequest access = unsigned.by(caller.requester());
    PolicyDocument ofBucket = world.bucketPolicy(bucket);
    Verdict verdict =
        isOwn
            ? caller.policies().inOneAccount(ofBucket, access)
            : caller.policies().acrossAccounts(ofBucket, access);
    questions.accept(Question.of(caller.identity(), access, caller.policies().session(), verdict));
    if (!verdict.isAllowed()) {
      // What another account's policies say is not told.
      throw !isOwn && verdict.by() == PolicyType.RESOURCE
          ? accessDenied()
          : AwsError.accessDenied(caller.arn(), access, verdict);
    }
  }

  /** Of another account's bucket without a policy, nobody gets as far as its keys. */
  private void requireReachable(Principal caller, String bucket) throws AwsError {
    if (!isOwn(caller, bucket) && !world.hasBucketPolicy(bucket)) {
      throw accessDenied();
    }
  }

  private boolean isOwn(Principal caller, String bucket) throws AwsError {
    String owner = world.bucketOwner(bucket);
    if (owner == null) {
      throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist")
          .with("BucketName", bucket);
    }
    return owner.equals(caller.accountId());
  }

  private static AwsError accessDenied() {
    return new AwsError(403, "AccessDenied", "Access Denied");
  }
}
