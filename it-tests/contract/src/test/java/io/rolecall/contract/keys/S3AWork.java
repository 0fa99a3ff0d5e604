package io.rolecall.contract.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** A little of everything that a file system does. What fails is noted, and the rest goes on. */
final class S3AWork {

  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  private final List<String> failures = new ArrayList<>();
  private final FileSystem fs;
  private final Path root;

  S3AWork(FileSystem fs) {
    this.fs = fs;
    this.root = new Path(fs.getUri() + "/");
  }

  /** A step. */
  private interface Step {
    void run() throws Exception;
  }

  private void step(String name, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      failures.add(WireTap.common(name + ": " + e).replaceAll("(?s)\n.*", ""));
    }
  }

  /** What failed, and how. */
  List<String> failures() {
    return failures;
  }

  /** Files of a few bytes, and one of many where that is wanted. */
  S3AWork files(java.nio.file.Path scratch, boolean large) {
    Path dir = new Path(root, "dir");
    Path a = new Path(dir, "a");
    Path b = new Path(dir, "b");
    step("mkdirs", () -> fs.mkdirs(new Path(dir, "empty")));
    step("create", () -> write(fs.create(a, true), TEXT));
    step("create more", () -> write(fs.create(b, false), new byte[100_000]));
    step(
        "createFile",
        () -> write(fs.createFile(new Path(dir, "c")).recursive().overwrite(true).build(), TEXT));
    step("flush", () -> flush(new Path(dir, "flushed")));
    step("status", () -> fs.getFileStatus(a));
    step("exists", () -> fs.exists(new Path(root, "none/at/all")));
    step("read", () -> read(a, b));
    step("list", () -> fs.listStatus(dir));
    step("walk", () -> walk(dir));
    step("summary", () -> fs.getContentSummary(dir));
    step("checksum", () -> fs.getFileChecksum(a));
    step(
        "copy from local",
        () -> {
          java.nio.file.Path local = Files.write(scratch.resolve("local"), TEXT);
          fs.copyFromLocalFile(new Path(local.toUri()), new Path(dir, "local"));
        });
    if (large) {
      step("create large", () -> write(fs.create(new Path(dir, "large")), new byte[6 << 20]));
    }
    step("rename", () -> fs.rename(dir, new Path(root, "other")));
    step("delete file", () -> fs.delete(new Path(root, "other/a"), false));
    step("delete", () -> fs.delete(new Path(root, "other"), true));
    return this;
  }

  private static void write(FSDataOutputStream out, byte[] content) throws IOException {
    try (out) {
      out.write(content);
    }
  }

  private void flush(Path path) throws IOException {
    try (FSDataOutputStream out = fs.create(path)) {
      out.write(TEXT);
      out.hflush();
    }
  }

  private void read(Path a, Path b) throws Exception {
    try (FSDataInputStream in = fs.open(a)) {
      in.readAllBytes();
    }
    try (FSDataInputStream in = fs.open(b)) {
      in.seek(90_000);
      in.read();
      in.seek(10);
      in.read();
      List<FileRange> ranges =
          List.of(FileRange.createFileRange(0, 10), FileRange.createFileRange(50_000, 10));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        range.getData().get();
      }
    }
  }

  private void walk(Path dir) throws IOException {
    RemoteIterator<?> files = fs.listFiles(dir, true);
    while (files.hasNext()) {
      files.next();
    }
  }

  /** A job of one task, committed by S3A's committers. */
  S3AWork commit(Configuration conf) {
    Configuration job = new Configuration(conf);
    job.set(
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    Path out = new Path(root, "out");
    job.set(FileOutputFormat.OUTDIR, out.toString());
    TaskAttemptContext task =
        new TaskAttemptContextImpl(job, new TaskAttemptID("20260101", 1, TaskType.MAP, 0, 0));
    step(
        "commit",
        () -> {
          PathOutputCommitter committer =
              PathOutputCommitterFactory.getCommitterFactory(out, job)
                  .createOutputCommitter(out, task);
          run(committer, committer.getWorkPath(), task);
        });
    step("delete", () -> fs.delete(out, true));
    // Committers take theirs from Hadoop's cache, and leave it there.
    step("close", FileSystem::closeAll);
    return this;
  }

  private static void run(OutputCommitter committer, Path work, TaskAttemptContext task)
      throws IOException {
    committer.setupJob(task);
    committer.setupTask(task);
    Path part = new Path(work, "part-0");
    write(part.getFileSystem(task.getConfiguration()).create(part, true), TEXT);
    if (committer.needsTaskCommit(task)) {
      committer.commitTask(task);
    }
    committer.commitJob(task);
  }
}
