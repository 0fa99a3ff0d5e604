package io.rolecall.examples;

import io.rolecall.client.RoutedClients;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Copies an object from one account's bucket into another's: each is signed by its own route. */
public final class CopyBetweenAccounts {

  private CopyBetweenAccounts() {}

  /**
   * Copies an object.
   *
   * @param builder region, endpoint and the like; no credentials
   * @param conf names the routes; on a Spark driver {@code sparkContext.hadoopConfiguration()}
   * @param key the object, in both buckets
   */
  public static void copy(
      S3ClientBuilder builder, Configuration conf, String from, String to, String key) {
    try (S3Client s3 = RoutedClients.s3(builder, conf)) {
      byte[] content = s3.getObjectAsBytes(get -> get.bucket(from).key(key)).asByteArray();
      s3.putObject(put -> put.bucket(to).key(key), RequestBody.fromBytes(content));
    }
  }
}
