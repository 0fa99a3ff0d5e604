package io.rolecall.contract.suites;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractSeekTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Seeks, by the random read policy of the classic stream. */
public class ITestContractSeekRandom extends AbstractContractSeekTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(
        super.createConfiguration(),
        "fs.s3a.readahead.range",
        "1024",
        "fs.s3a.experimental.input.fadvise",
        "random",
        "fs.s3a.input.stream.type",
        "classic");
  }
}
