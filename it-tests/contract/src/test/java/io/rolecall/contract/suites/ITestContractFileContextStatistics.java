package io.rolecall.contract.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hadoop.fs.FCStatisticsBaseTest;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** FileContext: statistics. */
public class ITestContractFileContextStatistics extends FCStatisticsBaseTest {

  @org.junit.Before
  @BeforeEach
  public void setUp() throws Exception {
    fc = S3AContract.fileContext();
    fc.mkdir(root(), FileContext.DEFAULT_PERM, true);
    FileContext.clearStatistics();
  }

  @org.junit.After
  @AfterEach
  public void tearDown() throws Exception {
    fc.delete(root(), true);
  }

  private Path root() {
    return fileContextTestHelper.getTestRootPath(fc, "test");
  }

  @Override
  protected void verifyReadBytes(FileSystem.Statistics statistics) {
    assertThat(statistics.getBytesRead()).isEqualTo(2L * blockSize);
  }

  @Override
  protected void verifyWrittenBytes(FileSystem.Statistics statistics) {
    assertThat(statistics.getBytesWritten()).isEqualTo(blockSize);
  }

  @Override
  protected URI getFsUri() {
    return fc.getHomeDirectory().toUri();
  }
}
