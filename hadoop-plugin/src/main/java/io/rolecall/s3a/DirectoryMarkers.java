package io.rolecall.s3a;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.audit.AuditSpanS3A;
import software.amazon.awssdk.core.exception.SdkException;

/** The empty objects that S3A makes to stand for directories. */
public final class DirectoryMarkers {

  private DirectoryMarkers() {}

  /**
   * Deletes one, and nothing else. S3A's own delete would leave another one level higher, where
   * roles may not reach.
   *
   * @param fs the file system
   * @param directory the directory, below which nothing is
   * @throws IOException if it cannot be deleted
   */
  public static void delete(RolecallFileSystem fs, Path directory) throws IOException {
    String key = directory.toUri().getPath().substring(1) + "/";
    try (AuditSpanS3A span = fs.createSpan("op_delete", directory.toString(), null)) {
      span.activate();
      fs.getS3AInternals()
          .getAmazonS3Client("Rolecall")
          .deleteObject(delete -> delete.bucket(fs.getBucket()).key(key));
    } catch (SdkException e) {
      throw S3AUtils.translateException("delete", directory, e);
    }
  }
}
