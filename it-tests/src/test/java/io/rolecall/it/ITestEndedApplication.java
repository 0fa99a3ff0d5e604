package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.client.RoutedClients;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What Hadoop keeps of an application does not serve the next one in the same process. */
@Tag("process")
class ITestEndedApplication {

  private static final String ROLE_OF_DATA = "spark.hadoop.fs.s3a.bucket.data.assumed.role.arn";
  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::111122223333:role/writer";
  private static final Path FILE = new Path("s3a://data/file");

  @AfterEach
  void closeAll() throws IOException {
    FileSystem.closeAll();
  }

  /** No request that a test makes leaves this machine. */
  private static SparkContext start(String roleOfData, Map<String, String> more) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[1]")
            .setAppName("ended")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.hadoop.fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem")
            .set("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:1")
            .set("spark.hadoop.fs.s3a.endpoint.region", "eu-west-1")
            .set("spark.hadoop.fs.s3a.bucket.same.assumed.role.arn", READER)
            .set(ROLE_OF_DATA, roleOfData);
    more.forEach(conf::set);
    return new SparkContext(conf);
  }

  private static FileSystem get(SparkContext context, String bucket) throws IOException {
    return FileSystem.get(URI.create("s3a://" + bucket), context.hadoopConfiguration());
  }

  @Test
  void aFileSystemEndsWhereTheNextApplicationDeclaresItsBucketOtherwise() throws IOException {
    SparkContext first = start(READER, Map.of());
    FileSystem data = get(first, "data");
    FileSystem same = get(first, "same");
    assertThat(get(first, "data")).as("Hadoop's cache").isSameAs(data);
    first.stop();
    SparkContext second = start(WRITER, Map.of());
    try {
      assertThatThrownBy(() -> data.getFileStatus(FILE))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "s3a://data: this file system was opened for an application that has ended. The one"
                  + " that runs now declares the bucket otherwise: get its file system again");
      assertThat(get(second, "data")).isNotSameAs(data);
      assertThat(get(second, "same")).as("declared alike").isSameAs(same);
    } finally {
      second.stop();
    }
  }

  @Test
  void theNextApplicationsPluginEndsItBeforeAnybodyUsesIt() throws IOException {
    SparkContext first = start(READER, Map.of());
    FileSystem data = get(first, "data");
    first.stop();
    SparkContext second =
        start(WRITER, Map.of("spark.plugins", "io.rolecall.spark.RolecallPlugin"));
    try {
      assertThat(get(second, "data")).isNotSameAs(data);
    } finally {
      second.stop();
    }
  }

  @Test
  void whatNobodyDeclaresOtherwiseGoesOn() throws IOException {
    SparkContext first = start(READER, Map.of());
    FileSystem data = get(first, "data");
    first.stop();
    SparkContext second = start(READER, Map.of());
    try {
      assertThat(get(second, "data")).isSameAs(data);
    } finally {
      second.stop();
    }
  }

  /** A client has no cache that it could be taken from: whoever kept it is told. */
  @Test
  void aClientOfTheSdkIsForOneApplication() {
    SparkContext first = start(READER, Map.of());
    S3Client kept =
        RoutedClients.s3(
            S3Client.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create("http://127.0.0.1:1")),
            first.hadoopConfiguration());
    first.stop();
    SparkContext second = start(READER, Map.of());
    try (kept) {
      assertThatThrownBy(() -> kept.headObject(head -> head.bucket("data").key("file")))
          .hasMessageStartingWith(
              "this client of S3 was made for an application that has ended: another one has"
                  + " started in this process, whose routes may be others. Make a new one");
    } finally {
      second.stop();
    }
  }
}
