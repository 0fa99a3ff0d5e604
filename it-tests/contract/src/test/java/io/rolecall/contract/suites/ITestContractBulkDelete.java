package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.touch;
import static org.apache.hadoop.io.wrappedio.WrappedIO.bulkDelete_delete;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractContractBulkDeleteTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bulk delete, with one request for many keys. S3A says success for a directory and leaves it. */
public class ITestContractBulkDelete extends AbstractContractBulkDeleteTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(super.createConfiguration(), "fs.s3a.bulk.delete.page.size", "20");
  }

  @Override
  protected int getExpectedPageSize() {
    return 20;
  }

  @Test
  @Override
  public void validatePageSize() {
    Assertions.assertThat(pageSize).isEqualTo(getExpectedPageSize());
  }

  @Test
  @Override
  public void testDeletePathsDirectory() throws Exception {
    Path directory = new Path(basePath, "dir");
    Path file = new Path(directory, "file");
    fs.mkdirs(directory);
    touch(fs, file);
    Assertions.assertThat(bulkDelete_delete(fs, basePath, List.of(directory, file))).isEmpty();
    Assertions.assertThat(fs.getFileStatus(directory).isDirectory()).isTrue();
  }

  @Test
  @Override
  public void testBulkDeleteParentDirectoryWithDirectories() throws Exception {
    Path directory = new Path(basePath, "dir");
    Path child = new Path(directory, "subdir");
    fs.mkdirs(child);
    Assertions.assertThat(bulkDelete_delete(fs, basePath, List.of(directory))).isEmpty();
    Assertions.assertThat(fs.getFileStatus(child).isDirectory()).isTrue();
  }

  @Test
  @Override
  public void testBulkDeleteParentDirectoryWithFiles() throws Exception {
    Path directory = new Path(basePath, "dir");
    Path file = new Path(directory, "file");
    touch(fs, file);
    Assertions.assertThat(bulkDelete_delete(fs, basePath, List.of(directory))).isEmpty();
    Assertions.assertThat(fs.getFileStatus(file).isFile()).isTrue();
  }
}
