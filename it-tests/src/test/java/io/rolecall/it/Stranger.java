package io.rolecall.it;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv$;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.Option;

/**
 * A process that no job started: it knows a driver's port, names itself as it likes, and uses
 * Spark's own RPC and Rolecall's own jars to get at what the driver's executors get.
 */
final class Stranger {

  private Stranger() {}

  /**
   * Reads a file with the sessions of somebody else's driver, and prints its length.
   *
   * @param args a file with Spark's settings, the executor id to claim, and the file to read
   */
  public static void main(String[] args) throws IOException {
    SparkConf conf = new SparkConf(false);
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
      settings.load(reader);
    }
    settings.forEach((key, value) -> conf.set(key.toString(), value.toString()));
    SparkEnv$.MODULE$.createExecutorEnv(
        conf, args[1], "127.0.0.1", "127.0.0.1", 1, Option.empty(), false);
    try (FSDataInputStream in =
        FileSystem.get(URI.create(args[2]), SparkHadoopUtil.get().newConfiguration(conf))
            .open(new org.apache.hadoop.fs.Path(args[2]))) {
      System.out.println("read " + in.readAllBytes().length + " bytes");
    }
    System.exit(0);
  }
}
