package org.apache.comet.cloud.s3;

/** What credentials are asked for. */
public final class CometS3CredentialContext {

  private final String bucket;
  private final String path;
  private final CometS3AccessMode mode;

  /** A question. */
  public CometS3CredentialContext(String bucket, String path, CometS3AccessMode mode) {
    this.bucket = bucket;
    this.path = path;
    this.mode = mode;
  }

  /** The bucket's name. */
  public String getBucket() {
    return bucket;
  }

  /** A location as it was given, with a leading slash. */
  public String getPath() {
    return path;
  }

  /** What for. */
  public CometS3AccessMode getMode() {
    return mode;
  }
}
