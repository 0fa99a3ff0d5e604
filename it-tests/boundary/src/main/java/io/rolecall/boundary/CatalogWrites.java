package io.rolecall.boundary;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Catalogs at work at the same time, a thread each: every one writes and reads files of its own in
 * the driver, and then in tasks. Its arguments are names of catalogs, each with its folder.
 */
public final class CatalogWrites implements DriverCode {

  private static final int FILES = 8;

  private record Work(String folder, SerializableConfiguration conf) implements Serializable {

    /** Opens a file system for each file, as where Hadoop's cache is off. */
    String file(String name) throws IOException {
      Path path = new Path(folder, name);
      Configuration own = conf.value();
      try (FileSystem fs = FileSystem.newInstance(URI.create(folder), own)) {
        try (FSDataOutputStream out = fs.create(path, true)) {
          out.write(name.getBytes(StandardCharsets.UTF_8));
        }
      }
      String read = ReadWithCopy.read(path.toString(), own);
      if (!read.equals(name)) {
        throw new IOException(path + " has '" + read + "'");
      }
      return path.toString();
    }

    List<String> inDriver() throws IOException {
      List<String> files = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        files.add(file("driver-" + i));
      }
      return files;
    }

    List<String> inTasks(JavaSparkContext context) {
      return context
          .parallelize(IntStream.range(0, FILES).boxed().toList(), FILES)
          .map(i -> file("task-" + i))
          .collect();
    }
  }

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ExecutorService threads = Executors.newFixedThreadPool(arguments.size());
    try {
      List<Future<List<String>>> running = new ArrayList<>();
      arguments.forEach(
          (catalog, folder) -> {
            Work work =
                new Work(
                    folder, new SerializableConfiguration(CatalogConfiguration.of(spark, catalog)));
            running.add(
                threads.submit(
                    () -> {
                      List<String> files = new ArrayList<>(work.inDriver());
                      files.addAll(work.inTasks(context));
                      return files;
                    }));
          });
      List<String> files = new ArrayList<>();
      for (Future<List<String>> one : running) {
        files.addAll(one.get());
      }
      return String.join("\n", files);
    } finally {
      threads.shutdownNow();
    }
  }
}
