package io.rolecall.clients;

import io.rolecall.client.NamedCredentialsProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Has a client of another service than S3 in each of two tasks, which says who it is. */
public final class NamedClientJob {

  /** Between two questions of a client. */
  private static final long PAUSE_MILLIS = 200;

  private NamedClientJob() {}

  /**
   * Asks.
   *
   * @param args the name of a route, the service, and a local file: the job ends when it exists
   */
  public static void main(String[] args) {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("named"))) {
      System.out.println(IcebergJob.SAYS + "application " + context.sc().applicationId());
      context
          .parallelize(List.of(1, 2), 2)
          .map(task -> ask(args[0], URI.create(args[1]), Path.of(args[2])))
          .collect()
          .forEach(said -> System.out.println(IcebergJob.SAYS + said));
    }
  }

  private static String ask(String name, URI service, Path stop) throws InterruptedException {
    Configuration conf = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    Set<String> whom = new TreeSet<>();
    try (StsClient client =
        StsClient.builder()
            .credentialsProvider(NamedCredentialsProvider.of(name, conf))
            .endpointOverride(service)
            .region(Region.US_EAST_1)
            .build()) {
      while (!Files.exists(stop)) {
        whom.add(client.getCallerIdentity().arn());
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return "executor " + SparkEnv.get().executorId() + " is " + whom;
  }
}
