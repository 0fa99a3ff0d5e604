package org.apache.comet.cloud.s3;

/** What the credentials are for. */
public enum CometS3AccessMode {
  /** Reading. */
  READ,
  /** Writing. */
  WRITE
}
