package io.rolecall.clients;

import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Uses every decoy that an executor's process would find, so that a test knows that they are alive:
 * what a job does not use is worth nothing if nobody could.
 */
public final class DecoyJob {

  private DecoyJob() {}

  /**
   * Lists a bucket with each identity.
   *
   * @param args the store, and the bucket
   */
  public static void main(String[] args) {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("decoys"))) {
      List<String> used =
          context
              .parallelize(
                  List.of("environment", "web identity", "file", "container", "metadata"), 5)
              .map(place -> use(place, args[0], args[1]))
              .collect();
      System.out.println(IcebergJob.SAYS + "used " + new TreeSet<>(used));
    }
  }

  private static String use(String place, String endpoint, String bucket) {
    try (S3Client s3 =
        S3Client.builder()
            .credentialsProvider(provider(place))
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .build()) {
      s3.listObjectsV2(list -> list.bucket(bucket));
      return place;
    }
  }

  private static AwsCredentialsProvider provider(String place) {
    return switch (place) {
      case "environment" -> EnvironmentVariableCredentialsProvider.create();
      case "web identity" -> WebIdentityTokenFileCredentialsProvider.create();
      case "container" -> ContainerCredentialsProvider.builder().build();
      case "file" -> ProfileCredentialsProvider.create();
      default -> InstanceProfileCredentialsProvider.create();
    };
  }
}
