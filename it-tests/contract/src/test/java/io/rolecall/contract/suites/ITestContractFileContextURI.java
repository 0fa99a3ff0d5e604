package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;

import org.apache.hadoop.fs.FileContextURIBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FileContext: URIs. */
public class ITestContractFileContextURI extends FileContextURIBase {

  @BeforeEach
  @Override
  public void setUp() throws Exception {
    fc1 = S3AContract.fileContext("fs.s3a.performance.flags", "");
    fc2 = S3AContract.fileContext("fs.s3a.performance.flags", "");
    super.setUp();
  }

  @Test
  @Override
  public void testFileStatus() {
    skip("S3 has neither a capacity nor free space");
  }
}
