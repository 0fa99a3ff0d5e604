package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractRootDirectoryTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;

/** The bucket's root, which the suite empties. */
public class ITestContractRootDirectory extends AbstractContractRootDirectoryTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Test
  @Override
  public void testRmNonEmptyRootDirNonRecursive() {
    skip("S3A never removes the root directory");
  }
}
