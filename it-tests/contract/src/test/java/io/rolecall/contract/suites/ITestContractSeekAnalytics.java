package io.rolecall.contract.suites;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractSeekTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Seeks, by the analytics stream. */
public class ITestContractSeekAnalytics extends AbstractContractSeekTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(super.createConfiguration(), "fs.s3a.input.stream.type", "analytics");
  }
}
