package io.rolecall.contract.suites;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Vectored reads by the classic stream. */
public class ITestContractVectoredRead extends AbstractContractVectoredReadTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  public ITestContractVectoredRead(String bufferType) {
    super(bufferType);
  }

  @Override
  protected Configuration createConfiguration() {
    return S3AContract.with(super.createConfiguration(), "fs.s3a.input.stream.type", "classic");
  }
}
