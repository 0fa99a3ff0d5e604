package io.rolecall.localaws.s3;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.sigv4.UriEncoding;

/**
 * The object that CopyObject or UploadPartCopy reads.
 *
 * @param bucket its bucket
 * @param key its key
 */
record CopySource(String bucket, String key) {

  /** Reads {@code x-amz-copy-source}. */
  static CopySource parse(String header) throws AwsError {
    String path = UriEncoding.decode(header.split("\\?", 2)[0]);
    String[] parts = (path.startsWith("/") ? path.substring(1) : path).split("/", 2);
    if (parts.length < 2) {
      throw new AwsError(
          400,
          "InvalidArgument",
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return new CopySource(parts[0], parts[1]);
  }
}
