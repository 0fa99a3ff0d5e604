package io.rolecall.spark;

import io.rolecall.spark.selftest.Examination;
import io.rolecall.spark.selftest.SelfTestOptions;
import java.io.PrintStream;

/**
 * A Spark application that tests a set-up on the cluster where jobs will run: {@code spark-submit
 * --class io.rolecall.spark.SelfTest <this jar> s3a://… s3a://…}. Prints one line for each step, as
 * {@code rolecall check} does, and leaves nothing behind.
 *
 * <p>Exit codes: 0 no step failed, 1 a step failed, 2 the command line is wrong, 70 a bug.
 */
public final class SelfTest {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int BUG = 70;

  private SelfTest() {}

  /**
   * Runs the self-test, and ends the process with its exit code.
   *
   * @param args options and locations; {@code --help} prints them
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    SelfTestOptions options;
    try {
      options = SelfTestOptions.parse(args);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(SelfTestOptions.USAGE);
      return USAGE;
    }
    if (options.help()) {
      out.println(SelfTestOptions.USAGE);
      return 0;
    }
    try {
      return Examination.run(options, out, err) ? 0 : FAILED;
    } catch (NoClassDefFoundError e) {
      // Without the plugin there is nothing that could report it as a step.
      out.printf(
          "FAILED   jars           the driver lacks rolecall-hadoop-plugin, or Hadoop's jars (the"
              + " class %s is missing)%n%24s-> Name both of Rolecall's jars in spark.jars, or put"
              + " them on spark.driver.extraClassPath and spark.executor.extraClassPath%n"
              + "0 ok, 0 warnings, 1 failed, 0 skipped%n",
          String.valueOf(e.getMessage()).replace('/', '.'), "");
      return FAILED;
    } catch (RuntimeException e) {
      err.println("a bug in Rolecall's self-test:");
      e.printStackTrace(err);
      return BUG;
    }
  }
}
