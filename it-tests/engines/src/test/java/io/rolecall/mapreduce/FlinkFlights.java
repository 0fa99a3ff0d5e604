package io.rolecall.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/**
 * A streaming job that watches a folder, counts the lines of its files, and writes a file for each
 * line.
 */
public final class FlinkFlights {

  private FlinkFlights() {}

  /** Takes the folder that it watches, and the one that it writes to. */
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment job = StreamExecutionEnvironment.getExecutionEnvironment();
    FileSource<String> flights =
        FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(args[0]))
            .monitorContinuously(Duration.ofSeconds(1))
            .build();
    job.fromSource(flights, WatermarkStrategy.noWatermarks(), "flights")
        .map(new Written(args[1]))
        .keyBy(line -> line)
        .map(new Counted())
        .sinkTo(new DiscardingSink<>());
    job.execute("flights");
  }

  /** Writes a line into a file of its name. */
  private static final class Written implements MapFunction<String, String> {

    private static final long serialVersionUID = 1;

    private final String folder;

    Written(String folder) {
      this.folder = folder;
    }

    @Override
    public String map(String line) throws IOException {
      Path file = new Path(folder, line.replace(' ', '-'));
      try (FSDataOutputStream out =
          file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
        out.write(line.getBytes(UTF_8));
      }
      return line;
    }
  }

  /** Has a state, which each checkpoint writes. */
  private static final class Counted extends RichMapFunction<String, String> {

    private static final long serialVersionUID = 1;

    private transient @Nullable ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
    }

    @Override
    public String map(String line) throws IOException {
      ValueState<Long> lines = Objects.requireNonNull(count);
      Long before = lines.value();
      lines.update(before == null ? 1 : before + 1);
      return line;
    }
  }
}
