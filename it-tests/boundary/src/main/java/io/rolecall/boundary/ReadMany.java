package io.rolecall.boundary;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Files that are read at the same time, each by a thread of its own: in tasks on executors, where
 * the driver's file systems are not asked, or by the driver alone. Its arguments:
 *
 * <ul>
 *   <li>{@value #LOCATIONS}: what to read, separated by commas
 *   <li>{@value #TASKS}: how many tasks share the work; with 0, the driver does it by itself
 *   <li>{@value #GROUP}: the job group, which may be cancelled
 *   <li>{@value #DIARY}: a local file in which tasks note when they begin, when one that reads a
 *       single file waits for a session, and what ended them
 * </ul>
 */
public final class ReadMany implements DriverCode {

  public static final String LOCATIONS = "locations";
  public static final String TASKS = "tasks";
  public static final String GROUP = "group";
  public static final String DIARY = "diary";

  private record Share(ArrayList<String> locations, String diary) implements Serializable {

    List<String> run() throws IOException {
      note("begins");
      try {
        // One for all: to make it takes longer than to read a small file.
        Configuration conf = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
        if (locations.size() > 1) {
          return readAll(conf);
        }
        if (diary.isEmpty()) {
          return List.of(read(locations.get(0), conf));
        }
        Thread watch = watch(Thread.currentThread());
        try {
          return List.of(read(locations.get(0), conf));
        } finally {
          watch.interrupt();
        }
      } catch (InterruptedIOException | RuntimeException | InterruptedException e) {
        note(
            "interrupted=%s killed=%s %s"
                .formatted(
                    Thread.currentThread().isInterrupted(),
                    TaskContext.get() != null && TaskContext.get().isInterrupted(),
                    e.getClass().getName()));
        throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
      }
    }

    /** Nobody is told that a thread waits, but its stack says so. */
    private Thread watch(Thread reader) {
      Thread watch =
          new Thread(
              () -> {
                try {
                  while (!waits(reader)) {
                    Thread.sleep(10);
                  }
                  note("waits");
                } catch (InterruptedException e) {
                  // It has read without waiting.
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      watch.setDaemon(true);
      watch.start();
      return watch;
    }

    private static boolean waits(Thread reader) {
      return Stream.of(reader.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals("io.rolecall.renewal.SessionWait"));
    }

    private void note(String what) throws IOException {
      if (!diary.isEmpty()) {
        Files.writeString(
            java.nio.file.Path.of(diary),
            what + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }

    private List<String> readAll(Configuration conf) throws IOException, InterruptedException {
      ExecutorService threads = Executors.newFixedThreadPool(locations.size());
      try {
        List<Future<String>> reading = new ArrayList<>();
        for (String location : locations) {
          reading.add(threads.submit((Callable<String>) () -> read(location, conf)));
        }
        List<String> lines = new ArrayList<>();
        for (Future<String> one : reading) {
          lines.add(one.get());
        }
        return lines;
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IOException(Failure.messages(e), e);
      } finally {
        threads.shutdownNow();
      }
    }

    private static String read(String location, Configuration conf) throws IOException {
      FileSystem fs = FileSystem.get(URI.create(location), conf);
      try (FSDataInputStream in = fs.open(new Path(location))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) {
    List<String> locations = List.of(arguments.getOrDefault(LOCATIONS, "").split(","));
    int tasks = Integer.parseInt(arguments.getOrDefault(TASKS, "1"));
    String diary = arguments.getOrDefault(DIARY, "");
    if (tasks == 0) {
      try {
        return String.join("\n", new Share(new ArrayList<>(locations), diary).run());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      shares.add(new Share(new ArrayList<>(), diary));
    }
    for (int i = 0; i < locations.size(); i++) {
      shares.get(i % tasks).locations.add(locations.get(i));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    String group = arguments.getOrDefault(GROUP, "");
    if (!group.isEmpty()) {
      context.setJobGroup(group, group, true);
    }
    try {
      return String.join(
          "\n",
          context.parallelize(shares, tasks).flatMap(share -> share.run().iterator()).collect());
    } finally {
      context.clearJobGroup();
    }
  }
}
