package io.rolecall.boundary;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Somebody whose streaming query has its checkpoint in a bucket: Hadoop's FileContext opens it. */
class ITestStreamingAttacker extends AttackerTest {

  @Override
  Attacker attacker(Application application) {
    return (location, settings) -> {
      try (SparkSession mallory = application.connect("mallory")) {
        return run(mallory, location, settings);
      }
    };
  }

  private static List<String> run(
      SparkSession mallory, String location, Map<String, String> settings) throws Exception {
    mallory.sql("SET spark.sql.variable.substitute=false");
    settings.forEach((key, value) -> mallory.sql("SET `%s`=`%s`".formatted(key, value)));
    StreamingQuery query =
        mallory
            .readStream()
            .format("rate")
            .load()
            .writeStream()
            .format("noop")
            .option("checkpointLocation", location + ".checkpoint")
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    return Accounts.HONEST_LINES;
  }
}
