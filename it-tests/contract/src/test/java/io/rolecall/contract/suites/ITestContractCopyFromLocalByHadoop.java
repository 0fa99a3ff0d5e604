package io.rolecall.contract.suites;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractCopyFromLocalTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Copies from the local file system, as Hadoop does it for any file system. */
public class ITestContractCopyFromLocalByHadoop extends AbstractContractCopyFromLocalTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(
        super.createConfiguration(), "fs.s3a.optimized.copy.from.local.enabled", "false");
  }
}
