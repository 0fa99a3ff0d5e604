package io.rolecall.it;

import static io.rolecall.localaws.oidc.TokenIssuer.Algorithm.RS256;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolecall.examples.CopyBetweenAccounts;
import io.rolecall.examples.TablesOfDynamoDb;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.ProcessProperties;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The programs that a stranger copies, with the routes that their guide shows. */
class ITestClientExamples {

  private static final GuidePage GUIDE = GuidePage.of("aws-clients");

  private static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.eks.us-east-1.amazonaws.com/id/DECOY"));
  private static final String SUBJECT = "system:serviceaccount:jobs:executor";
  private static final String DECOY = "arn:aws:iam::" + ThreeAccounts.JOB + ":role/";

  /** Where the SDK looks, in its order, and who is found there. */
  private enum Place {
    ENVIRONMENT,
    WEB_IDENTITY,
    FILE,
    CONTAINER,
    METADATA;

    private final String identity = "decoy-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          ThreeAccounts.world(
                  account ->
                      account
                          .oidcProvider(ISSUER, "sts.amazonaws.com")
                          .user(
                              Place.ENVIRONMENT.identity,
                              user -> user.readWrite(ThreeAccounts.JOB_BUCKET))
                          .user(
                              Place.FILE.identity, user -> user.readWrite(ThreeAccounts.JOB_BUCKET))
                          .role(
                              Place.WEB_IDENTITY.identity,
                              role ->
                                  role.trustsWebIdentity(ISSUER, SUBJECT)
                                      .readWrite(ThreeAccounts.JOB_BUCKET))
                          .role(
                              Place.METADATA.identity,
                              role -> role.readWrite(ThreeAccounts.JOB_BUCKET)))
              .instanceProfile(DECOY + Place.METADATA.identity, Duration.ofHours(1)));

  @Started private static LocalAws aws;

  @RegisterExtension private final ProcessProperties process = new ProcessProperties();
  @TempDir private Path folder;

  /** Nor does anybody find what the machine has of its own. */
  @BeforeEach
  void forget() {
    process.set("aws.sharedCredentialsFile", folder.resolve("none").toString());
    process.set("aws.configFile", folder.resolve("none").toString());
    aws.log().clear();
  }

  /** What stands for the process's environment, home and machine. */
  private void plant(Place place) throws IOException {
    switch (place) {
      case ENVIRONMENT -> {
        AccessKey decoy = aws.credentialsOf(ThreeAccounts.JOB, place.identity);
        process.set(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), decoy.accessKeyId());
        process.set(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), decoy.secretAccessKey());
      }
      case WEB_IDENTITY -> {
        Path token = Files.writeString(folder.resolve("token"), token());
        process.set(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.property(), token.toString());
        process.set(SdkSystemSetting.AWS_ROLE_ARN.property(), DECOY + place.identity);
        process.set("aws.endpointUrlSts", aws.endpoint().toString());
        process.set(SdkSystemSetting.AWS_REGION.property(), "us-east-1");
      }
      case FILE ->
          process.set(
              "aws.sharedCredentialsFile",
              Workplace.writeProfile(folder, aws.credentialsOf(ThreeAccounts.JOB, place.identity))
                  .toString());
      case CONTAINER -> {
        process.set(
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property(),
            aws.metadataEndpoint() + "/v1/credentials");
        process.set(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN.property(), "decoy");
      }
      case METADATA ->
          process.set(
              SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.property(),
              aws.metadataEndpoint().toString());
    }
  }

  private static String token() {
    long now = Instant.now().getEpochSecond();
    return ISSUER.issue(
        RS256,
        Map.of("aud", List.of("sts.amazonaws.com"), "sub", SUBJECT, "iat", now, "exp", now + 3600));
  }

  private void plantAll() throws IOException {
    for (Place place : Place.values()) {
      plant(place);
    }
  }

  private static S3ClientBuilder s3() {
    return S3Client.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void withoutRoutesADecoySigns(Place place) throws IOException {
    plant(place);
    try (S3Client client = s3().build();
        FakeDynamoDb dynamo = new FakeDynamoDb();
        DynamoDbClient tables = dynamo.client().build()) {
      client.listObjectsV2(list -> list.bucket(ThreeAccounts.JOB_BUCKET));
      assertThat(aws.log().s3().map(Entry::principalArn).map(String::valueOf))
          .singleElement()
          .asString()
          .contains(place == Place.CONTAINER ? Place.METADATA.identity : place.identity);
      assertThat(tables.listTables().tableNames()).containsExactly("flights");
      assertThat(dynamo.signers).singleElement().asString().matches("A[KS]IA.*");
      if (place != Place.WEB_IDENTITY) { // Whose clients have a session each.
        assertThat(dynamo.signers)
            .isEqualTo(aws.log().s3().map(entry -> entry.client().accessKeyId()).toList());
      }
    }
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
    plantAll();
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
    plantAll();
    try (FakeDynamoDb dynamo = new FakeDynamoDb()) {
      assertThat(TablesOfDynamoDb.list(dynamo.client(), conf())).containsExactly("flights");
      assertThat(aws.log().entries()).as("nobody but the route asked for a session").hasSize(1);
      assertThat(aws.log().operation("AssumeRole"))
          .singleElement()
          .satisfies(
              entry ->
                  assertThat(requireNonNull(entry.roleRequest()).roleArn())
                      .isEqualTo(ThreeAccounts.FLIGHTS_ROLE));
      assertThat(dynamo.signers)
          .singleElement()
          .asString()
          .as("a session's, not the submitter's")
          .startsWith("ASIA");
    }
  }

  /** Has one table, and remembers who asked. */
  private static final class FakeDynamoDb implements AutoCloseable {

    private final List<String> signers = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    FakeDynamoDb() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
      signers.add(
          String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
              .replaceAll(".*Credential=([^/]*)/.*", "$1"));
      byte[] tables = "{\"TableNames\": [\"flights\"]}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, tables.length);
      exchange.getResponseBody().write(tables);
      exchange.close();
    }

    DynamoDbClientBuilder client() {
      return DynamoDbClient.builder()
          .endpointOverride(URI.create("http://localhost:" + server.getAddress().getPort()))
          .region(Region.US_EAST_1);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
