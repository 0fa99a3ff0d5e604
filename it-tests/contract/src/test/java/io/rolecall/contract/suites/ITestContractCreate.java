package io.rolecall.contract.suites;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Creates files. */
public class ITestContractCreate extends AbstractContractCreateTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(
        super.createConfiguration(),
        "fs.s3a.performance.flags",
        "",
        "fs.s3a.connection.expect.continue",
        "false");
  }
}
