package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystemContractBaseTest;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oldest of the contracts. */
public class ITestContractFileSystem extends FileSystemContractBaseTest {

  @org.junit.Before
  @BeforeEach
  public void setUp() throws IOException {
    fs = S3AContract.fileSystem("fs.s3a.performance.flags", "");
  }

  @Override
  public Path getTestBaseDir() {
    return new Path(S3AContract.ROOT, "FileSystemContract");
  }

  @Test
  @Override
  public void testMkdirsWithUmask() {
    skip("S3 has no permissions of files");
  }

  @Test
  @Override
  public void testRenameDirectoryAsExistingFile() throws Exception {
    Path source = path("dir-as-file/dir");
    Path target = path("dir-as-file/file");
    fs.mkdirs(source);
    createFile(target);
    assertThatThrownBy(() -> rename(source, target, false, true, true))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  @Override
  public void testRenameFileAsExistingFile() {
    assertThatThrownBy(super::testRenameFileAsExistingFile)
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  @Override
  public void testRenameNonExistentPath() {
    assertThatThrownBy(super::testRenameNonExistentPath).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  @Override
  public void testRenameDirectoryAsExistingDirectory() throws Exception {
    Path source = path("dir-as-dir/dir");
    Path target = path("dir-as-dir/new");
    createFile(new Path(source, "file1"));
    createFile(new Path(source, "subdir/file2"));
    fs.mkdirs(target);
    rename(source, target, true, false, true);
    assertThat(fs.exists(new Path(target, "file1"))).isTrue();
    assertThat(fs.exists(new Path(target, "subdir/file2"))).isTrue();
  }

  @Test
  @Override
  public void testRenameDirectoryMoveToNonExistentDirectory() {
    skip("S3A makes the parent directories");
  }

  @Test
  @Override
  public void testRenameFileMoveToNonExistentDirectory() {
    skip("S3A makes the parent directories");
  }
}
