package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;
import static org.apache.hadoop.fs.contract.ContractTestUtils.touch;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractContractRenameTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Renames. */
public class ITestContractRename extends AbstractContractRenameTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Test
  @Override
  public void testRenameDirIntoExistingDir() throws Exception {
    Path source = path("source");
    Path target = path("target");
    touch(getFileSystem(), new Path(source, "a"));
    touch(getFileSystem(), new Path(target, "b"));
    Assertions.assertThat(rename(source, target)).isFalse();
  }

  @Test
  @Override
  public void testRenameFileUnderFileSubdir() {
    skip("S3A allows paths below a file");
  }
}
