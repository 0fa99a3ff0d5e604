package io.rolecall.contract.suites;

import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_BYTES;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_EXCEPTIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_OPENED;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_WRITE_BLOCK_UPLOADS;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_WRITE_BYTES;
import static org.apache.hadoop.fs.statistics.StreamStatisticNames.STREAM_WRITE_EXCEPTIONS;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractStreamIOStatisticsTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Statistics of streams. */
public class ITestContractStreamIOStatistics extends AbstractContractStreamIOStatisticsTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new S3AContract(conf);
  }

  @Override
  public List<String> inputStreamStatisticKeys() {
    return List.of(
        STREAM_READ_BYTES,
        STREAM_READ_CLOSE_OPERATIONS,
        STREAM_READ_EXCEPTIONS,
        STREAM_READ_FULLY_OPERATIONS,
        STREAM_READ_OPENED,
        STREAM_READ_OPERATIONS,
        STREAM_READ_SEEK_BACKWARD_OPERATIONS,
        STREAM_READ_SEEK_FORWARD_OPERATIONS,
        STREAM_READ_SEEK_OPERATIONS);
  }

  @Override
  public List<String> outputStreamStatisticKeys() {
    return List.of(STREAM_WRITE_BLOCK_UPLOADS, STREAM_WRITE_BYTES, STREAM_WRITE_EXCEPTIONS);
  }
}
