package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;

import java.util.UUID;
import org.apache.hadoop.fs.FileContextMainOperationsBaseTest;
import org.apache.hadoop.fs.FileContextTestHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FileContext: what every file system does. */
public class ITestContractFileContextMainOperations extends FileContextMainOperationsBaseTest {

  @BeforeEach
  @Override
  public void setUp() throws Exception {
    fc = S3AContract.fileContext("fs.s3a.performance.flags", "");
    super.setUp();
  }

  @Override
  protected FileContextTestHelper createFileContextHelper() {
    return new FileContextTestHelper("/" + UUID.randomUUID());
  }

  @Override
  protected boolean listCorruptedBlocksSupported() {
    return false;
  }

  @Test
  @Override
  public void testCreateFlagAppendExistingFile() {
    skip("S3 cannot append");
  }

  @Test
  @Override
  public void testCreateFlagCreateAppendExistingFile() {
    skip("S3 cannot append");
  }

  @Test
  @Override
  public void testBuilderCreateAppendExistingFile() {
    skip("S3 cannot append");
  }

  @Test
  @Override
  public void testSetVerifyChecksum() {
    skip("S3A has no checksums to verify");
  }
}
