package io.rolecall.mailbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBoxTest {

  /** The JDK's file system of an archive is one. */
  @Test
  void aFileSystemWithoutOwnersIsRefused(@TempDir Path folder) throws IOException {
    try (FileSystem archive =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      DiskBox box = new DiskBox(archive.getPath("/box"));
      assertThatThrownBy(box::create)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "this file system knows no owners, so nothing keeps others from what lies there:"
                  + " expected a folder of a POSIX file system, or of HDFS");
    }
  }
}
