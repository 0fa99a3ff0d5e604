package io.rolecall.boundary;

import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;

/**
 * The application that is attacked: one driver that serves the SQL of many by Spark Connect, as
 * {@code start-connect-server.sh} does, and runs {@link DriverCode} beside it.
 */
public final class ConnectApplication {

  /** What lines for the caller begin with. */
  public static final String SAYS = "connect-application: ";

  private ConnectApplication() {}

  /**
   * Runs until it is killed.
   *
   * @param args none
   * @throws Exception if it cannot start
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("connect").getOrCreate();
    SparkConnectService.start(spark.sparkContext());
    int door = DriverDoor.open(spark);
    System.out.println(
        SAYS
            + spark.sparkContext().applicationId()
            + " "
            + SparkConnectService$.MODULE$.localPort()
            + " "
            + door);
    new CountDownLatch(1).await();
  }
}
