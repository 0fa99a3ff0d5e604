package io.rolecall.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.clients.FakeServices.Asked;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who signs for the clients that Iceberg makes for a catalog: Glue's on the driver, DynamoDB's and
 * KMS's on executors, with decoys where these would look.
 */
class ITestCatalogClients {

  private static final GuidePage GUIDE = GuidePage.of("aws-clients");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String LAKE = "spark.sql.catalog.lake.";
  private static final String KEY = "warehouse/here";
  private static final String CATALOG_ROLE = ":assumed-role/catalog/";

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(LakeAccounts.world());

  @Started private static LocalAws aws;

  private FakeServices services;

  @BeforeEach
  void start() throws IOException {
    services = new FakeServices();
    aws.put(LakeAccounts.LAKE_BUCKET, KEY, new byte[1]);
    aws.log().clear();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  private Map<String, String> settings(Path scratch) throws IOException {
    String routes =
        GUIDE.block(
            "named",
            "\"routes\": [",
            "\"routes\": [\n  {\"location\": \"s3a://results-lake/warehouse\", \"role\": \""
                + LakeAccounts.TABLES_ROLE
                + "\"},");
    Map<String, String> settings =
        LakeJobs.settings(
            aws, scratch, Duration.ofHours(1), routes, GuidePage.of("iceberg"), "settings");
    settings.keySet().removeIf(key -> key.startsWith("spark.sql.catalog."));
    settings.putAll(GUIDE.settings("glue"));
    for (String service : List.of("glue", "dynamodb", "kms")) {
      settings.put(LAKE + service + ".endpoint", services.endpoint().toString());
    }
    settings.put(LAKE + "http-client.type", "urlconnection");
    return settings;
  }

  private static void run(Path scratch, Map<String, String> settings) throws Exception {
    try (SparkDriver driver =
        LakeJobs.with(settings)
            .start(
                scratch.resolve("driver.log"),
                LakeJobs.jar(),
                CatalogClientsJob.class.getName(),
                aws.endpoint().toString(),
                LakeAccounts.LAKE_BUCKET,
                KEY)) {
      assertThat(driver.await(PATIENCE)).as("see %s", driver.log()).isZero();
      assertThat(driver.lines(IcebergJob.SAYS))
          .containsExactlyInAnyOrder("namespaces [flights]", "executor 0", "executor 1");
    }
  }

  /** Who signed each request to the services, as STS told the same process. */
  private List<String> signers() {
    Map<String, String> principals = new HashMap<>();
    aws.log()
        .operation("GetCallerIdentity")
        .forEach(
            entry ->
                principals.put(
                    String.valueOf(entry.client().accessKeyId()),
                    String.valueOf(entry.principalArn())));
    return services.asked().stream()
        .map(asked -> asked.operation() + " by " + principals.get(asked.accessKeyId()))
        .toList();
  }

  @Test
  void eachServiceIsAskedByTheNamedRoute() throws Exception {
    Path scratch = Workplace.ofThisProject().scratch("catalog-clients");
    Map<String, String> settings = settings(scratch);
    settings.putAll(Decoys.plant(aws, scratch));
    run(scratch, settings);
    assertThat(services.asked())
        .extracting(Asked::operation)
        .containsOnly("GetDatabases", "ListTables", "ListKeys");
    assertThat(signers()).allMatch(signer -> signer.contains(CATALOG_ROLE));
    assertThat(aws.log().s3())
        .as("heads by the async client of S3FileIO")
        .hasSize(2)
        .allMatch(
            entry -> String.valueOf(entry.principalArn()).contains(":assumed-role/lake-tables/"));
    assertThat(aws.log().entries())
        .noneMatch(entry -> String.valueOf(entry.principalArn()).contains("decoy"));
    assertThat(aws.log().operation("AssumeRole"))
        .as("a session for each role in use")
        .extracting(entry -> requireNonNull(entry.roleRequest()).roleArn())
        .containsExactlyInAnyOrder(
            "arn:aws:iam::111111111111:role/catalog", LakeAccounts.TABLES_ROLE);
  }

  /** On the driver, that is whoever submits the job. */
  @ParameterizedTest
  @EnumSource(Decoys.Place.class)
  void withoutTheProviderADecoySigns(Decoys.Place place) throws Exception {
    Path scratch = Workplace.ofThisProject().scratch("catalog-clients-" + place);
    Map<String, String> settings = settings(scratch);
    settings.keySet().removeIf(key -> key.startsWith(LAKE + "client.credentials-provider"));
    settings.putAll(Decoys.plant(place, aws, scratch));
    run(scratch, settings);
    String decoy =
        place == Decoys.Place.WEB_IDENTITY ? "null" : "arn:aws:.*" + place.identity + ".*";
    assertThat(signers().stream().distinct())
        .anyMatch(
            signer -> signer.equals("GetDatabases by arn:aws:iam::111111111111:user/submitter"))
        .anyMatch(signer -> signer.matches("ListTables by " + decoy))
        .anyMatch(signer -> signer.matches("ListKeys by " + decoy))
        .hasSize(3);
    if (place == Decoys.Place.WEB_IDENTITY) {
      // Each client has a session of its own, which the log knows by nothing but STS's call.
      assertThat(aws.log().operation("AssumeRoleWithWebIdentity"))
          .extracting(entry -> requireNonNull(entry.roleRequest()).roleArn())
          .hasSizeGreaterThanOrEqualTo(4)
          .containsOnly(LakeAccounts.OF_WEB_IDENTITY);
    }
  }
}
