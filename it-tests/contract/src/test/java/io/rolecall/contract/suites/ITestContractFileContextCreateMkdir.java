package io.rolecall.contract.suites;

import org.apache.hadoop.fs.FileContextCreateMkdirBaseTest;
import org.junit.jupiter.api.BeforeEach;

/** FileContext: files and directories. */
public class ITestContractFileContextCreateMkdir extends FileContextCreateMkdirBaseTest {

  @BeforeEach
  @Override
  public void setUp() throws Exception {
    fc = S3AContract.fileContext();
    super.setUp();
  }
}
