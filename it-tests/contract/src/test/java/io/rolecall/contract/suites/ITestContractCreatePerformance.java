package io.rolecall.contract.suites;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;

/** Creates files without the checks that S3A leaves out for speed. */
public class ITestContractCreatePerformance extends AbstractContractCreateTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(
        super.createConfiguration(),
        "fs.s3a.performance.flags",
        "create",
        "fs.s3a.connection.expect.continue",
        "true");
  }

  @Test
  @Override
  public void testOverwriteNonEmptyDirectory() {
    assertThatThrownBy(super::testOverwriteNonEmptyDirectory).isInstanceOf(AssertionError.class);
  }

  @Test
  @Override
  public void testOverwriteEmptyDirectory() {
    assertThatThrownBy(super::testOverwriteEmptyDirectory).isInstanceOf(AssertionError.class);
  }

  @Test
  @Override
  public void testCreateFileOverExistingFileNoOverwrite() {
    assertThatThrownBy(super::testCreateFileOverExistingFileNoOverwrite)
        .isInstanceOf(AssertionError.class);
  }
}
