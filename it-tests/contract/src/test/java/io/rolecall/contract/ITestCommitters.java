package io.rolecall.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * S3A's committers, step by step, with the end of a session before each step. The staging
 * committers ask S3 in the last two alone.
 */
class ITestCommitters {

  private static final JobID JOB = new JobID("202601010000", 1);

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
  void commitsWhatTheSecondAttemptOfATaskWrote(String name) throws IOException {
    String output = "committed/" + name;
    Configuration conf = configure(name, output);
    fs.mkdirs(Bucket.path(output));
    TaskAttemptContext job = attempt(conf, 0, 0);
    PathOutputCommitter jobCommitter = committer(job);
    jobCommitter.setupJob(job);

    TaskAttemptContext lost = attempt(conf, 0, 0);
    PathOutputCommitter lostCommitter = committer(lost);
    Bucket.endSessions();
    lostCommitter.setupTask(lost);
    write(lostCommitter, conf, "lost");
    Bucket.endSessions();
    lostCommitter.abortTask(lost);

    TaskAttemptContext kept = attempt(conf, 0, 1);
    PathOutputCommitter keptCommitter = committer(kept);
    Bucket.endSessions();
    keptCommitter.setupTask(kept);
    write(keptCommitter, conf, "kept");
    assertThat(keptCommitter.needsTaskCommit(kept)).isTrue();
    Bucket.endSessions();
    keptCommitter.commitTask(kept);

    Bucket.endSessions();
    jobCommitter.commitJob(job);

    assertThat(new String(Bucket.read(output + "/day=1/part-0"), UTF_8)).isEqualTo("kept");
    assertThat(Bucket.committer(output)).isEqualTo(name);
    assertThat(Bucket.keys(output + "/"))
        .filteredOn(key -> !key.endsWith("/"))
        .containsExactlyInAnyOrder(output + "/_SUCCESS", output + "/day=1/part-0");
    assertThat(Bucket.pendingUploads(fs, output)).isEmpty();
    assertThat(Bucket.expired()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"magic", "directory", "partitioned"})
  void leavesNothingOfAJobThatFailed(String name) throws IOException {
    String output = "aborted/" + name;
    Configuration conf = configure(name, output);
    fs.mkdirs(Bucket.path(output));
    TaskAttemptContext job = attempt(conf, 0, 0);
    PathOutputCommitter jobCommitter = committer(job);
    jobCommitter.setupJob(job);
    TaskAttemptContext done = attempt(conf, 0, 0);
    PathOutputCommitter doneCommitter = committer(done);
    doneCommitter.setupTask(done);
    write(doneCommitter, conf, "done");
    Bucket.endSessions();
    doneCommitter.commitTask(done);
    assertThat(Bucket.pendingUploads(fs, output)).isNotEmpty();

    Bucket.endSessions();
    jobCommitter.abortJob(job, JobStatus.State.FAILED);

    assertThat(Bucket.keys(output + "/")).filteredOn(key -> !key.endsWith("/")).isEmpty();
    assertThat(Bucket.pendingUploads(fs, output)).isEmpty();
    assertThat(Bucket.expired()).isGreaterThanOrEqualTo(2);
  }

  private Configuration configure(String committer, String output) throws IOException {
    Job job = Job.getInstance(new Configuration());
    FileOutputFormat.setOutputPath(job, Bucket.path(output));
    Configuration conf = job.getConfiguration();
    conf.set(
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    conf.set("fs.s3a.committer.name", committer);
    conf.set("fs.s3a.committer.staging.conflict-mode", "append");
    conf.set("fs.s3a.committer.staging.unique-filenames", "false");
    conf.set("fs.s3a.committer.staging.tmp.path", local.resolve("staging").toString());
    conf.set("fs.s3a.buffer.dir", local.resolve("buffer").toString());
    return conf;
  }

  private static TaskAttemptContext attempt(Configuration conf, int task, int attempt) {
    TaskAttemptID id = new TaskAttemptID(new TaskID(JOB, TaskType.MAP, task), attempt);
    Configuration own = new Configuration(conf);
    own.set(MRJobConfig.TASK_ATTEMPT_ID, id.toString());
    own.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, 1);
    return new TaskAttemptContextImpl(own, id);
  }

  private static PathOutputCommitter committer(TaskAttemptContext context) throws IOException {
    return (PathOutputCommitter) new TextOutputFormat<>().getOutputCommitter(context);
  }

  /** The session ends while the file is open. */
  private static void write(PathOutputCommitter committer, Configuration conf, String content)
      throws IOException {
    var path = new org.apache.hadoop.fs.Path(committer.getWorkPath(), "day=1/part-0");
    try (FSDataOutputStream out = path.getFileSystem(conf).create(path, false)) {
      out.write(content.getBytes(UTF_8));
      Bucket.endSessions();
    }
  }
}
