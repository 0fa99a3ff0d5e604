package io.rolecall.quickstart;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A job for tests: runs commands on executors, each in a task of its own, while other tasks read a
 * file by S3A until the commands have ended.
 */
public final class PipesJob {

  /** What lines for the caller begin with. */
  public static final String SAYS = "pipes-job: ";

  private PipesJob() {}

  /**
   * Runs the commands.
   *
   * @param args the file that is read by S3A, and the commands, a line of bash each
   */
  public static void main(String[] args) throws Exception {
    String file = args[0];
    List<String> commands = Arrays.asList(args).subList(1, args.length);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("pipes"))) {
      JavaRDD<String> piped =
          spark
              .parallelize(commands, commands.size())
              .pipe(List.of("bash", "-c", "IFS= read -r line && eval \"$line\""));
      JavaFutureAction<List<String>> printed = piped.collectAsync();
      while (!printed.isDone()) {
        System.out.println(SAYS + "s3a " + spark.textFile(file, 1).first());
      }
      printed.get().forEach(line -> System.out.println(SAYS + line));
    }
  }
}
