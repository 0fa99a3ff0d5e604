package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.IntSumReducer;

/** Counts words, and takes its time: its mappers list their input until a while has passed. */
final class WordJob {

  private static final String TIME = "test.map.millis";
  private static final Duration PAUSE = Duration.ofMillis(500);

  private WordJob() {}

  static Job of(Configuration conf, String output, Duration time) throws IOException {
    return of(conf, "2026", output, time);
  }

  /**
   * A job.
   *
   * @param input the folder of flights that it reads
   * @param output the folder of results that it writes
   * @param time for how long each mapper lists its input before it reads it
   */
  static Job of(Configuration conf, String input, String output, Duration time) throws IOException {
    Job job = Job.getInstance(conf, "words");
    job.getConfiguration().setLong(TIME, time.toMillis());
    job.getConfiguration().set("mapreduce.map.maxattempts", "1");
    job.getConfiguration().set("mapreduce.am.max-attempts", "1");
    job.setMapperClass(SlowMapper.class);
    job.setReducerClass(IntSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(IntWritable.class);
    FileInputFormat.addInputPath(job, new Path("s3a://" + FLIGHTS + "/" + input));
    FileOutputFormat.setOutputPath(job, new Path("s3a://" + RESULTS + "/" + output));
    return job;
  }

  /** Gives a job the tokens of its buckets, as its program would. */
  static void collectTokens(Job job) throws IOException {
    for (String bucket : List.of(FLIGHTS, RESULTS)) {
      FileSystem fs = FileSystem.get(URI.create("s3a://" + bucket), job.getConfiguration());
      fs.addDelegationTokens("", job.getCredentials());
    }
  }

  /** What the tasks of a job that has ended say. */
  static List<String> diagnostics(Job job) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (TaskCompletionEvent event : job.getTaskCompletionEvents(0)) {
      all.addAll(List.of(job.getTaskDiagnostics(event.getTaskAttemptId())));
    }
    return all;
  }

  /** Lists its input again and again, then counts. */
  public static final class SlowMapper extends Mapper<LongWritable, Text, Text, IntWritable> {

    private static final IntWritable ONE = new IntWritable(1);

    /** For MapReduce. */
    public SlowMapper() {}

    @Override
    protected void setup(Context context) throws IOException {
      Configuration conf = context.getConfiguration();
      long end = System.nanoTime() + Duration.ofMillis(conf.getLong(TIME, 0)).toNanos();
      Path input = FileInputFormat.getInputPaths(context)[0];
      FileSystem fs = input.getFileSystem(conf);
      while (System.nanoTime() < end) {
        fs.listStatus(input);
        context.progress();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      StringTokenizer words = new StringTokenizer(line.toString());
      while (words.hasMoreTokens()) {
        context.write(new Text(words.nextToken()), ONE);
      }
    }
  }
}
