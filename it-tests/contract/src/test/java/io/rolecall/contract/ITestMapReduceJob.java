package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole MapReduce jobs from the bucket to the bucket, whose tasks outlive their session. */
class ITestMapReduceJob {

  private static final String FAILS = "test.fails";

  @TempDir private Path local;

  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = Bucket.open(new Configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"magic", "directory", "partitioned"})
  void writesWhatItRead(String committer) throws Exception {
    String output = "jobs/" + committer;
    assertThat(job(committer, output, false).waitForCompletion(false)).isTrue();
    StringBuilder written = new StringBuilder();
    for (String part : Bucket.keys(output + "/part-m-")) {
      written.append(new String(Bucket.read(part), UTF_8));
    }
    assertThat(written.toString()).hasSize(8).contains("ONE\n", "TWO\n");
    assertThat(Bucket.committer(output)).isEqualTo(committer);
    assertThat(Bucket.pendingUploads(fs, output)).isEmpty();
    assertThat(Bucket.expired()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"magic", "directory", "partitioned"})
  void leavesNothingWhenATaskFails(String committer) throws Exception {
    String output = "failed-jobs/" + committer;
    assertThat(job(committer, output, true).waitForCompletion(false)).isFalse();
    assertThat(Bucket.keys(output + "/")).filteredOn(key -> !key.endsWith("/")).isEmpty();
    assertThat(Bucket.pendingUploads(fs, output)).isEmpty();
    assertThat(Bucket.expired()).isPositive();
  }

  private Job job(String committer, String output, boolean fails) throws IOException {
    Bucket.write(fs, Bucket.path("input-" + committer + "/1"), "one\n".getBytes(UTF_8));
    Bucket.write(fs, Bucket.path("input-" + committer + "/2"), "two\n".getBytes(UTF_8));
    Configuration conf = new Configuration();
    conf.set(
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    conf.set("fs.s3a.committer.name", committer);
    conf.set("fs.s3a.committer.staging.tmp.path", local.resolve("staging").toString());
    conf.set("hadoop.tmp.dir", local.toString());
    conf.setBoolean(FAILS, fails);
    Job job = Job.getInstance(conf, "upper case");
    job.setJarByClass(UpperCase.class);
    job.setMapperClass(UpperCase.class);
    job.setNumReduceTasks(0);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(NullWritable.class);
    FileInputFormat.addInputPath(job, Bucket.path("input-" + committer));
    FileOutputFormat.setOutputPath(job, Bucket.path(output));
    return job;
  }

  /** Ends the session after it has read a line, and may fail on the second file. */
  public static final class UpperCase extends Mapper<LongWritable, Text, Text, NullWritable> {

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      Bucket.endSessions();
      context.write(new Text(line.toString().toUpperCase(Locale.ROOT)), NullWritable.get());
      if (context.getConfiguration().getBoolean(FAILS, false) && line.toString().equals("two")) {
        throw new IOException("this task fails, as the test wants");
      }
    }
  }
}
