package io.rolecall.contract.suites;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractMkdirTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;

/** Makes directories without the checks that S3A leaves out for speed. */
public class ITestContractMkdirPerformance extends AbstractContractMkdirTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(
        super.createConfiguration(), "fs.s3a.performance.flags", "create,mkdir");
  }

  @Test
  @Override
  public void testMkdirOverParentFile() {
    assertThatThrownBy(super::testMkdirOverParentFile).isInstanceOf(AssertionError.class);
  }
}
