package io.rolecall.localaws.s3;

import io.rolecall.localaws.policy.AccessRequest;
import io.rolecall.localaws.policy.RequestContext;
import java.util.Map;
import java.util.Set;

/**
 * An operation of the S3 API.
 *
 * @param name AWS's name, such as {@code ListObjectsV2}
 * @param action the IAM action that it needs, such as {@code s3:ListBucket}
 */
record S3Operation(String name, String action) {
  /** Those whose requests have condition keys of their own; listing uploads has none. */
  private static final Set<String> LISTING_ACTIONS =
      Set.of("s3:ListBucket", "s3:ListBucketVersions");

  /** The parameters that select an operation by themselves, and how it spells them. */
  private static final Map<String, String> SUBRESOURCES =
      Map.ofEntries(
          Map.entry("accelerate", "AccelerateConfiguration"),
          Map.entry("acl", "Acl"),
          Map.entry("attributes", "Attributes"),
          Map.entry("cors", "Cors"),
          Map.entry("encryption", "Encryption"),
          Map.entry("legal-hold", "LegalHold"),
          Map.entry("lifecycle", "LifecycleConfiguration"),
          Map.entry("location", "Location"),
          Map.entry("object-lock", "ObjectLockConfiguration"),
          Map.entry("policy", "Policy"),
          Map.entry("retention", "Retention"),
          Map.entry("tagging", "Tagging"),
          Map.entry("versioning", "Versioning"));

  static S3Operation of(S3Request request) {
    for (Map.Entry<String, String> subresource : SUBRESOURCES.entrySet()) {
      if (request.query().contains(subresource.getKey())) {
        String scope = request.isOnObject() ? "Object" : "Bucket";
        return same(verb(request.method()) + scope + subresource.getValue());
      }
    }
    if (request.isOnObject()) {
      return onObject(request);
    }
    return request.bucket().isEmpty()
        ? new S3Operation("ListBuckets", "s3:ListAllMyBuckets")
        : onBucket(request);
  }

  /**
   * What the caller needs leave for. A bulk delete needs it for each key: see {@link BulkDelete}.
   */
  AccessRequest access(S3Request request) {
    if (request.isOnObject()) {
      return AccessRequest.onObject(action, request.bucket(), request.key());
    }
    AccessRequest access = AccessRequest.onBucket(action, request.bucket());
    return LISTING_ACTIONS.contains(action)
        ? access.with(
            RequestContext.empty()
                .with("s3:prefix", request.query().first("prefix"))
                .with("s3:delimiter", request.query().first("delimiter")))
        : access;
  }

  private static S3Operation onBucket(S3Request request) {
    return switch (request.method()) {
      case "HEAD" -> new S3Operation("HeadBucket", "s3:ListBucket");
      case "PUT" -> same("CreateBucket");
      case "DELETE" -> same("DeleteBucket");
      case "POST" -> new S3Operation("DeleteObjects", "s3:DeleteObject");
      default -> listing(request);
    };
  }

  private static S3Operation listing(S3Request request) {
    if (request.query().contains("uploads")) {
      return new S3Operation("ListMultipartUploads", "s3:ListBucketMultipartUploads");
    }
    if (request.query().contains("versions")) {
      return new S3Operation("ListObjectVersions", "s3:ListBucketVersions");
    }
    boolean second = "2".equals(request.query().first("list-type"));
    return new S3Operation(second ? "ListObjectsV2" : "ListObjects", "s3:ListBucket");
  }

  private static S3Operation onObject(S3Request request) {
    boolean upload = request.query().contains("uploadId");
    return switch (request.method()) {
      case "HEAD" -> new S3Operation("HeadObject", "s3:GetObject");
      case "PUT" -> write(request, upload);
      case "DELETE" -> same(upload ? "AbortMultipartUpload" : "DeleteObject");
      case "POST" -> post(request, upload);
      default ->
          upload ? new S3Operation("ListParts", "s3:ListMultipartUploadParts") : same("GetObject");
    };
  }

  private static S3Operation write(S3Request request, boolean part) {
    boolean copy = request.header("x-amz-copy-source") != null;
    if (part) {
      return new S3Operation(copy ? "UploadPartCopy" : "UploadPart", "s3:PutObject");
    }
    return new S3Operation(copy ? "CopyObject" : "PutObject", "s3:PutObject");
  }

  private static S3Operation post(S3Request request, boolean upload) {
    if (upload) {
      return new S3Operation("CompleteMultipartUpload", "s3:PutObject");
    }
    return request.query().contains("uploads")
        ? new S3Operation("CreateMultipartUpload", "s3:PutObject")
        : same("PostObject");
  }

  private static S3Operation same(String name) {
    return new S3Operation(name, "s3:" + name);
  }

  private static String verb(String method) {
    return switch (method) {
      case "PUT", "POST" -> "Put";
      case "DELETE" -> "Delete";
      default -> "Get";
    };
  }
}
