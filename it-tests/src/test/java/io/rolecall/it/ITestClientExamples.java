package io.rolecall.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rolecall.examples.CopyBetweenAccounts;
import io.rolecall.examples.TablesOfDynamoDb;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The programs that a stranger copies, with the routes that their guide shows. */
class ITestClientExamples {

  private static final String DECOY = "decoy";

  private static final GuidePage GUIDE = GuidePage.of("aws-clients");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          ThreeAccounts.world(
              account -> account.user(DECOY, user -> user.readWrite(ThreeAccounts.JOB_BUCKET))));

  @Started private static LocalAws aws;

  /** Where the SDK's clients look first, if nobody gives them credentials. */
  @BeforeEach
  void plantADecoy() {
    AccessKey decoy = aws.credentialsOf(ThreeAccounts.JOB, DECOY);
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), decoy.accessKeyId());
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), decoy.secretAccessKey());
    aws.log().clear();
  }

  @AfterEach
  void takeItAway() {
    System.clearProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property());
    System.clearProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property());
  }

  private static S3ClientBuilder s3() {
    return S3Client.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true);
  }

  @Test
  void withoutRoutesTheDecoySigns() {
    try (S3Client client = s3().build()) {
      client.listObjectsV2(list -> list.bucket(ThreeAccounts.JOB_BUCKET));
    }
    assertThat(aws.log().s3().map(ITestClientExamples::line))
        .containsExactly("ListObjectsV2 arn:aws:iam::111111111111:user/" + DECOY);
  }

  private static Configuration conf() {
    AccessKey submitter = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
    Configuration conf = new Configuration();
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set("fs.s3a.access.key", submitter.accessKeyId());
    conf.set("fs.s3a.secret.key", submitter.secretAccessKey());
    conf.set("fs.s3a.assumed.role.sts.endpoint", aws.endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set(
        "fs.s3a.rolecall.routes",
        GUIDE
            .block(
                "named", "arn:aws:iam::222222222222:role/events-reader", ThreeAccounts.FLIGHTS_ROLE)
            .replace("contract-4711", ThreeAccounts.FLIGHTS_EXTERNAL_ID)
            .replace(
                "\"routes\": [",
                """
                "routes": [
                  {"location": "s3a://partner-airports", "role": "%s"},
                  {"location": "s3a://job-results/copies", "role": "%s"},
                """
                    .formatted(ThreeAccounts.AIRPORTS_ROLE, ThreeAccounts.JOB_ROLE)));
    return conf;
  }

  /** Short enough to be read at a glance: without comments, imports and empty lines. */
  @ParameterizedTest
  @CsvSource({"CopyBetweenAccounts, 30", "TablesOfDynamoDb, 15"})
  void isShort(String name, int most) throws IOException {
    Path source =
        Workplace.ofThisProject()
            .root()
            .resolve("it-tests/examples/src/main/java/io/rolecall/examples/" + name + ".java");
    assertThat(Files.readAllLines(source))
        .filteredOn(line -> !line.isBlank())
        .filteredOn(line -> !line.matches("(package|import) .*"))
        .filteredOn(line -> !line.strip().matches("(/\\*\\*|\\*).*"))
        .hasSizeBetween(5, most);
  }

  @Test
  void anObjectIsCopiedByTwoRoles() throws IOException {
    byte[] content = "iata".getBytes(StandardCharsets.UTF_8);
    aws.put(ThreeAccounts.AIRPORTS_BUCKET, "copies/a", content);
    CopyBetweenAccounts.copy(
        s3(), conf(), ThreeAccounts.AIRPORTS_BUCKET, ThreeAccounts.JOB_BUCKET, "copies/a");
    assertThat(aws.get(ThreeAccounts.JOB_BUCKET, "copies/a")).isEqualTo(content);
    assertThat(aws.log().s3().map(ITestClientExamples::line))
        .containsExactly("GetObject airports-partner", "PutObject job-writer");
  }

  private static String line(Entry entry) {
    return entry.operation()
        + " "
        + String.valueOf(entry.principalArn()).replaceAll(".*:assumed-role/([^/]*)/.*", "$1");
  }

  @Test
  void dynamoDbIsAskedByTheRoleOfTheNamedRoute() throws IOException {
    List<String> signers = new CopyOnWriteArrayList<>();
    HttpServer dynamo =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    dynamo.createContext(
        "/",
        exchange -> {
          signers.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                  .replaceAll(".*Credential=([^/]*)/.*", "$1"));
          byte[] tables = "{\"TableNames\": [\"flights\"]}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, tables.length);
          exchange.getResponseBody().write(tables);
          exchange.close();
        });
    dynamo.start();
    try {
      URI endpoint = URI.create("http://localhost:" + dynamo.getAddress().getPort());
      assertThat(
              TablesOfDynamoDb.list(
                  DynamoDbClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1),
                  conf()))
          .containsExactly("flights");
    } finally {
      dynamo.stop(0);
    }
    assertThat(aws.log().operation("AssumeRole"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(requireNonNull(entry.roleRequest()).roleArn())
                    .isEqualTo(ThreeAccounts.FLIGHTS_ROLE));
    assertThat(signers)
        .singleElement()
        .asString()
        .as("a session's, not the submitter's")
        .startsWith("ASIA");
  }
}
