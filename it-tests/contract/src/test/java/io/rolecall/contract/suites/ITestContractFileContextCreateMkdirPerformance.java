package io.rolecall.contract.suites;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.fs.FileContextCreateMkdirBaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FileContext: directories without the checks that S3A leaves out for speed. */
public class ITestContractFileContextCreateMkdirPerformance extends FileContextCreateMkdirBaseTest {

  @BeforeEach
  @Override
  public void setUp() throws Exception {
    fc = S3AContract.fileContext("fs.s3a.performance.flags", "mkdir");
    super.setUp();
  }

  @Test
  @Override
  public void testMkdirRecursiveWithExistingFile() {
    assertThatThrownBy(super::testMkdirRecursiveWithExistingFile)
        .isInstanceOf(AssertionError.class);
  }
}
