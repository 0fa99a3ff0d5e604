package io.rolecall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UploadHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads and deletes in several requests, with the end of a session before each. */
class ITestUploadsAndDeletes {

  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = Bucket.open(new Configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void abortsUploads() throws Exception {
    Path path = Bucket.path("uploads/aborted");
    try (MultipartUploader uploader = fs.createMultipartUploader(Bucket.path("uploads")).build()) {
      Bucket.endSessions();
      UploadHandle upload = uploader.startUpload(path).get();
      assertThat(Bucket.pendingUploads(fs, "uploads")).containsExactly("uploads/aborted");
      Bucket.endSessions();
      uploader.abort(upload, path).get();
      assertThat(Bucket.pendingUploads(fs, "uploads")).isEmpty();
      var forgotten = uploader.startUpload(path).get();
      assertThat(forgotten.toByteArray()).isNotEmpty();
      Bucket.endSessions();
      assertThat(uploader.abortUploadsUnderPath(Bucket.path("uploads")).get()).isEqualTo(1);
    }
    assertThat(Bucket.pendingUploads(fs, "uploads")).isEmpty();
    assertThat(Bucket.expired()).isEqualTo(3);
  }

  @Test
  void deletesInBulk() throws Exception {
    Path base = Bucket.path("bulk");
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      paths.add(new Path(base, "file " + i + "+%~ü"));
      Bucket.write(fs, paths.get(i), new byte[1]);
    }
    try (BulkDelete delete = fs.createBulkDelete(base)) {
      assertThat(delete.pageSize()).isEqualTo(250);
      Bucket.endSessions();
      Bucket.mark();
      assertThat(delete.bulkDelete(paths)).isEmpty();
    }
    assertThat(Bucket.keys("bulk/")).isEmpty();
    assertThat(Bucket.requests("DeleteObjects").map(entry -> entry.status()))
        .containsExactly(400, 200);
  }
}
