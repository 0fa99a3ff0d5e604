package io.rolecall.localaws.s3;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.AccessRequest;

/** Decides who may do what in which bucket. Thread-safe. */
final class S3Authorizer {
  private final World world;

  S3Authorizer(World world) {
    this.world = world;
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
      requireOwnBucket(caller, request.bucket()); // the rest is decided key by key
    } else {
      authorize(caller, request.bucket(), operation.access(request));
    }
  }

  /** Whether a request is let through without a signature. */
  boolean isForEverybody(S3Request request, S3Operation operation) {
    return !request.bucket().isEmpty()
        && request.header("x-amz-copy-source") == null
        && world.allowsEverybody(request.bucket(), operation.access(request));
  }

  /** Of another account's bucket both have to allow it: the bucket's policy and the caller's. */
  void authorize(Principal caller, String bucket, AccessRequest access) throws AwsError {
    if (!world.allowsEverybody(bucket, access)) {
      requireOwnBucket(caller, bucket);
    }
    caller.authorize(access);
  }

  private void requireOwnBucket(Principal caller, String bucket) throws AwsError {
    String owner = world.bucketOwner(bucket);
    if (owner == null) {
      throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist")
          .with("BucketName", bucket);
    }
    if (!owner.equals(caller.accountId())) {
      throw new AwsError(403, "AccessDenied", "Access Denied");
    }
  }
}
