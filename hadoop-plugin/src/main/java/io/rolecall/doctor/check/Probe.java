package io.rolecall.doctor.check;

import java.util.Locale;

/** What {@code rolecall check --probe} tries at a location. */
public enum Probe {
  /** List it. */
  LIST("s3:ListBucket on the bucket"),
  /** Read one object. */
  READ("s3:GetObject, and kms:Decrypt if the object is encrypted with a KMS key"),
  /** Write a small object, and delete it. */
  WRITE("s3:PutObject and s3:DeleteObject, and kms:GenerateDataKey if the bucket encrypts by KMS"),
  /** Write an object in two parts, and delete it. */
  MULTIPART(
      "s3:PutObject, s3:AbortMultipartUpload and s3:DeleteObject, and kms:GenerateDataKey and"
          + " kms:Decrypt if the bucket encrypts by KMS"),
  /** Write a small object, rename it, and delete it. */
  RENAME("s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject");

  private final String rights;

  Probe(String rights) {
    this.rights = rights;
  }

  /**
   * What users call it.
   *
   * @return its name in lower-case letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it writes something, and takes it away again. */
  public boolean writes() {
    return this != LIST && this != READ;
  }

  /** What a role needs for it. */
  public String rights() {
    return rights;
  }
}
