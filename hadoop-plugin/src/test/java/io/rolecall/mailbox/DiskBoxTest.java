package io.rolecall.mailbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import org.junit.jupiter.api.Test;

class DiskBoxTest {

  /** That of the JDK's own classes is one. */
  @Test
  void aFileSystemThatGivesNobodyAFolderOfHisOwnIsRefused() {
    DiskBox box = new DiskBox(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/box"));
    assertThatThrownBy(box::create)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "this file system knows no owners, so nothing keeps others from what lies there:"
                + " expected a folder of a POSIX file system, or of HDFS");
  }
}
