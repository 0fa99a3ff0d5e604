package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;

import java.io.IOException;
import org.apache.hadoop.fs.FSMainOperationsBaseTest;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/** What every FileSystem does. */
public class ITestContractFSMainOperations extends FSMainOperationsBaseTest {

  public ITestContractFSMainOperations() {
    super(S3AContract.ROOT + "/FSMainOperations");
  }

  @Override
  protected FileSystem createFileSystem() throws IOException {
    return S3AContract.fileSystem("fs.s3a.performance.flags", "");
  }

  @Test
  @Override
  public void testListStatusThrowsExceptionForUnreadableDir() {
    skip("S3 has no permissions of files");
  }

  @Test
  @Override
  public void testGlobStatusThrowsExceptionForUnreadableDir() {
    skip("S3 has no permissions of files");
  }

  @Test
  @Override
  public void testCopyToLocalWithUseRawLocalFileSystemOption() {
    skip("writes to a local path that it takes from the bucket");
  }
}
