package io.rolecall.boundary;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** As {@link ReadWithCopy}, in a task on an executor. */
public final class ReadInTask implements DriverCode {

  private record Reading(String location, HashMap<String, String> settings)
      implements Serializable {

    String run() {
      Configuration conf = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
      settings.forEach(conf::set);
      try {
        return ReadWithCopy.read(location, conf);
      } catch (IOException | RuntimeException e) {
        return FAILED + Failure.messages(e);
      }
    }
  }

  private static final String FAILED = "failed ";

  @Override
  public String run(SparkSession spark, Map<String, String> arguments) throws IOException {
    HashMap<String, String> settings = new HashMap<>(arguments);
    Reading reading = new Reading(settings.remove(ReadWithCopy.LOCATION), settings);
    String answer =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(reading), 1)
            .map(Reading::run)
            .first();
    if (answer.startsWith(FAILED)) {
      throw new IOException(answer.substring(FAILED.length()));
    }
    return answer;
  }
}
