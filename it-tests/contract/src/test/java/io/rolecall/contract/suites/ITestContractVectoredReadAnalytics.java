package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.contract.ContractTestUtils.range;
import static org.apache.hadoop.fs.contract.ContractTestUtils.skip;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.api.Test;

/** Vectored reads by the analytics stream, which checks less of what it is given. */
public class ITestContractVectoredReadAnalytics extends AbstractContractVectoredReadTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  public ITestContractVectoredReadAnalytics(String bufferType) {
    super(bufferType);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(super.createConfiguration(), "fs.s3a.input.stream.type", "analytics");
  }

  @Test
  @Override
  public void testNegativeOffsetRange() throws Exception {
    verifyExceptionalVectoredRead(range(-1, 50), IllegalArgumentException.class);
  }

  @Test
  public void testNullReleaseOperation() {
    skip("the analytics stream does not check it");
  }
}
