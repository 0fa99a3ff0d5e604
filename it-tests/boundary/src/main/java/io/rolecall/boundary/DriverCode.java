package io.rolecall.boundary;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Code of the application itself, which a test lets it run in its driver. */
public interface DriverCode {

  /**
   * Runs.
   *
   * @param spark the application's own session
   * @param arguments what the test says
   * @return what to tell the test
   * @throws Exception what the test is told instead, with its whole message
   */
  String run(SparkSession spark, Map<String, String> arguments) throws Exception;
}
