package io.rolecall.spark.selftest;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.probe.LocationProbe;
import io.rolecall.doctor.probe.OpenLocation;
import io.rolecall.route.S3Location;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** Writes a file as jobs do, by S3A's committer, and takes it away again. */
final class CommittedFile {

  private static final String COMMITTER = "fs.s3a.committer.name";

  private final Configuration conf;
  private final S3Location location;

  CommittedFile(Configuration conf, String location) {
    this.conf = conf;
    this.location = S3Location.parse(location);
    if (conf.getTrimmed(COMMITTER, "file").equals("file")) {
      conf.set(COMMITTER, "magic");
    }
    // As Spark gives its jobs one: S3A's committers may ask for it, and keep what two jobs of one
    // name have in progress apart by it.
    conf.set("fs.s3a.committer.uuid", UUID.randomUUID().toString());
  }

  /** The step, and a warning if something stays. */
  List<CheckStep> check() {
    try (OpenLocation open = OpenLocation.of(conf, location)) {
      boolean wasThere = open.isThere();
      List<CheckStep> steps = new ArrayList<>();
      steps.add(committed(open.newFile()));
      steps.addAll(open.leaveAsFound(wasThere));
      return steps;
    } catch (IOException e) {
      return List.of(CheckStep.failed(LocationProbe.STEP, location + ": " + Words.of(e), null));
    }
  }

  private CheckStep committed(Path folder) {
    long start = System.nanoTime();
    String what = "commit by S3A's " + conf.get(COMMITTER) + " committer below " + folder;
    CheckStep step;
    try {
      commit(folder);
      step = CheckStep.ok(LocationProbe.STEP, what);
    } catch (IOException | RuntimeException e) {
      step =
          CheckStep.failed(
              LocationProbe.STEP,
              what + ": " + Words.of(e),
              "Committers need s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject,"
                  + " s3:AbortMultipartUpload and s3:ListBucketMultipartUploads");
    }
    return step.took(Duration.ofNanos(System.nanoTime() - start));
  }

  private void commit(Path folder) throws IOException {
    FileSystem fs = folder.getFileSystem(conf);
    TaskAttemptContext context =
        new TaskAttemptContextImpl(
            conf, new TaskAttemptID("rolecallselftest", 1, TaskType.MAP, 0, 0));
    PathOutputCommitter committer = PathOutputCommitterFactory.createCommitter(folder, context);
    try {
      committer.setupJob(context);
      committer.setupTask(context);
      try (OutputStream out = fs.create(new Path(committer.getWorkPath(), "part-0"), false)) {
        out.write('\n');
      }
      committer.commitTask(context);
      committer.commitJob(context);
      fs.getFileStatus(new Path(folder, "part-0"));
    } catch (IOException | RuntimeException e) {
      committer.abortJob(context, JobStatus.State.FAILED);
      throw e;
    } finally {
      fs.delete(folder, true);
    }
  }
}
