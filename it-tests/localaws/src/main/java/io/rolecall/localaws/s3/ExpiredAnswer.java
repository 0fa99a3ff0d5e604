package io.rolecall.localaws.s3;

/** How S3 answers a request that an ended session has signed. */
public enum ExpiredAnswer {
  /** 400 ExpiredToken, as AWS does. */
  AWS,
  /** 403 InvalidAccessKeyId, as Ceph's object gateway and stores like it do. */
  CEPH
}
