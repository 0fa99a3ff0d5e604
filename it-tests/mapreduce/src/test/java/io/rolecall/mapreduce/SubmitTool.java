package io.rolecall.mapreduce;

import java.time.Duration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/** Submits a {@link WordJob} and returns, while it goes on. */
public final class SubmitTool extends Configured implements Tool {

  /** For how many milliseconds the mappers list their input. */
  static final String TIME = "test.submitted.millis";

  private SubmitTool() {}

  /** Takes the input and the output, each a folder of its bucket. */
  public static void main(String[] args) throws Exception {
    System.exit(ToolRunner.run(new SubmitTool(), args));
  }

  @Override
  public int run(String[] args) throws Exception {
    Job job =
        WordJob.of(
            getConf(),
            new Path(args[0]).getName(),
            new Path(args[1]).getName(),
            Duration.ofMillis(getConf().getLong(TIME, 0)));
    job.setJarByClass(WordJob.class);
    job.submit();
    return 0;
  }
}
