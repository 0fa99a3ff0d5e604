package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.statistics.IOStatisticsSupport.retrieveIOStatistics;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.apache.hadoop.tools.contract.AbstractContractDistCpTest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** DistCp from and to the bucket. Direct writes need no rename. */
public class ITestContractDistCp extends AbstractContractDistCpTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  /**
   * S3 tells times in whole seconds. A file is newer than its copy of the same second, and an
   * update by time would copy it again now and then.
   */
  @Override
  protected Configuration createConfiguration() {
    Configuration conf = super.createConfiguration();
    if (getMethodName().startsWith("testUpdateDeepDirectoryStructure")) {
      conf.setBoolean("distcp.update.modification.time", false);
    }
    return conf;
  }

  @Override
  protected boolean shouldUseDirectWrite() {
    return true;
  }

  @Test
  @Override
  public void testDistCpWithIterator() throws Exception {
    long renames = renames();
    super.testDistCpWithIterator();
    Assertions.assertThat(renames()).isEqualTo(renames);
  }

  @Test
  @Override
  public void testNonDirectWrite() throws Exception {
    long renames = renames();
    super.testNonDirectWrite();
    Assertions.assertThat(renames()).isEqualTo(renames + 2);
  }

  private long renames() {
    // Not its storage statistics, which the first file system of the process keeps for all.
    return retrieveIOStatistics(getFileSystem()).counters().getOrDefault("op_rename", 0L);
  }
}
