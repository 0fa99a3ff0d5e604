package io.rolecall.clients;

import io.rolecall.client.NamedCredentialsProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.aws.AwsClientFactories;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.S3FileIOAwsClientFactories;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Uses every client that Iceberg makes for a catalog: Glue's on the driver; DynamoDB's, KMS's and
 * the async one of S3FileIO on executors. Each process asks STS who it is, with the same
 * credentials.
 */
public final class CatalogClientsJob {

  private static final String CATALOG = "spark.sql.catalog.lake.";
  private static final String NAME = "client.credentials-provider.name";

  private CatalogClientsJob() {}

  /**
   * Uses them.
   *
   * @param args STS, and the bucket and key of an object
   */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("catalog clients").getOrCreate();
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    TreeMap<String, String> properties = new TreeMap<>();
    for (Tuple2<String, String> entry : context.getConf().getAllWithPrefix(CATALOG)) {
      properties.put(entry._1(), entry._2());
    }
    System.out.println(
        IcebergJob.SAYS
            + "namespaces "
            + spark
                .sql("SHOW NAMESPACES IN lake")
                .toJavaRDD()
                .map(row -> row.getString(0))
                .collect());
    whoAmI(properties, args[0]);
    context
        .parallelize(List.of(1, 2), 2)
        .map(task -> ask(properties, args[0], args[1], args[2]))
        .collect()
        .forEach(said -> System.out.println(IcebergJob.SAYS + said));
    spark.stop();
  }

  private static String ask(
      TreeMap<String, String> properties, String sts, String bucket, String key) {
    AwsClientFactory factory = AwsClientFactories.from(properties);
    S3FileIOAwsClientFactory files = S3FileIOAwsClientFactories.initialize(properties);
    try (DynamoDbClient dynamo = factory.dynamo();
        KmsClient kms = factory.kms();
        S3AsyncClient s3 = files.s3Async()) {
      dynamo.listTables();
      kms.listKeys();
      s3.headObject(head -> head.bucket(bucket).key(key)).join();
    }
    whoAmI(properties, sts);
    return "executor " + SparkEnv.get().executorId();
  }

  private static void whoAmI(Map<String, String> properties, String sts) {
    String name = properties.get(NAME);
    AwsCredentialsProvider credentials =
        name == null
            ? DefaultCredentialsProvider.create()
            : NamedCredentialsProvider.of(
                name, SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    try (StsClient client =
        StsClient.builder()
            .credentialsProvider(credentials)
            .endpointOverride(URI.create(sts))
            .region(Region.US_EAST_1)
            .build()) {
      client.getCallerIdentity();
    }
  }
}
