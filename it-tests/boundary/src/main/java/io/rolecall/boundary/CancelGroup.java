package io.rolecall.boundary;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Cancels the jobs of a group, whose tasks are interrupted. Its argument is the group. */
public final class CancelGroup implements DriverCode {

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) {
    spark.sparkContext().cancelJobGroup(arguments.get(ReadMany.GROUP));
    return "";
  }
}
