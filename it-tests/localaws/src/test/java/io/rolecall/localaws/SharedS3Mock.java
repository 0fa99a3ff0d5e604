package io.rolecall.localaws;

import io.rolecall.localaws.s3.S3MockProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** One S3Mock for all tests of a JVM: it takes seconds to start. Its shutdown hook ends it. */
final class SharedS3Mock {
  private SharedS3Mock() {}

  static URI uri() {
    return Holder.PROCESS.uri();
  }

  private static final class Holder {
    static final S3MockProcess PROCESS = start();

    private static S3MockProcess start() {
      try {
        return S3MockProcess.start(S3MockProcess.besideLocalAws());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
