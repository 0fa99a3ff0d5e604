package io.rolecall.mapreduce;

import java.time.Duration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/** {@link WordJob} as a program of its own, for {@code hadoop jar}. */
public final class WordTool extends Configured implements Tool {

  private WordTool() {}

  /**
   * Takes the output's name, for how many milliseconds the mappers list their input, and the
   * input's name.
   */
  public static void main(String[] args) throws Exception {
    System.exit(ToolRunner.run(new WordTool(), args));
  }

  @Override
  @SuppressWarnings("SystemOut")
  public int run(String[] args) throws Exception {
    Job job = WordJob.of(getConf(), args[2], args[0], Duration.ofMillis(Long.parseLong(args[1])));
    job.setJarByClass(WordJob.class);
    boolean well = job.waitForCompletion(true);
    WordJob.diagnostics(job).forEach(System.out::println);
    return well ? 0 : 1;
  }
}
