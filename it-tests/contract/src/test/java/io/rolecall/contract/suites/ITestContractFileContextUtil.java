package io.rolecall.contract.suites;

import org.apache.hadoop.fs.FileContextUtilBase;
import org.junit.jupiter.api.BeforeEach;

/** FileContext: copies. */
public class ITestContractFileContextUtil extends FileContextUtilBase {

  @BeforeEach
  @Override
  public void setUp() throws Exception {
    fc = S3AContract.fileContext();
    super.setUp();
  }
}
