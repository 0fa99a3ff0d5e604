package io.rolecall.localaws.policy;

import java.util.ArrayList;
import java.util.List;

/** The policies that S3A's users write again and again: read or change a bucket or a part of it. */
public final class Grant {
  private static final List<String> READ_OBJECTS =
      List.of("s3:GetObject*", "s3:ListMultipartUploadParts");
  private static final List<String> WRITE_OBJECTS =
      List.of("s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload");
  private static final List<String> LIST =
      List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads");

  private Grant() {}

  /**
   * Allows to read and list.
   *
   * @param bucket a bucket
   * @param path a path in it without a slash at either end, for the object of this name and all
   *     below it; empty for the whole bucket
   */
  public static PolicyDocument read(String bucket, String path) {
    String arn = "arn:aws:s3:::" + bucket;
    return PolicyDocument.of(
        Statement.allow(READ_OBJECTS, objects(arn, path), null),
        Statement.allow(LIST, List.of(arn), path.isEmpty() ? null : List.of(path, path + "/*")),
        Statement.allow(List.of("s3:GetBucketLocation"), List.of(arn), null));
  }

  /** Allows what {@link #read} does, and to write and delete. */
  public static PolicyDocument readWrite(String bucket, String path) {
    return read(bucket, path).and(write(bucket, path));
  }

  /** Allows to write and delete, but neither to read nor to list. */
  public static PolicyDocument write(String bucket, String path) {
    return PolicyDocument.of(
        Statement.allow(WRITE_OBJECTS, objects("arn:aws:s3:::" + bucket, path), null));
  }

  private static List<String> objects(String arn, String path) {
    List<String> resources = new ArrayList<>();
    resources.add(arn + '/' + (path.isEmpty() ? "*" : path + "/*"));
    if (!path.isEmpty()) {
      resources.add(arn + '/' + path);
    }
    return resources;
  }
}
