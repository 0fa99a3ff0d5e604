package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The guide for the machine's own credentials: they rotate, and the job does not notice. */
@Tag("commands")
class ITestInstanceProfile {

  private static final String NODE = "arn:aws:iam::111111111111:role/node";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String NODE_SESSION =
      "arn:aws:sts::111111111111:assumed-role/node/i-0a1b2c3d4e5f60718";
  private static final Duration LIFETIME = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final GuidePage GUIDE = GuidePage.of("instance-profile");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  "111111111111",
                  account -> account.bucket("logs").role("node", role -> role.readWrite("logs")))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .role("reader", role -> role.trusts(NODE).read("partner")))
              .instanceProfile(NODE, LIFETIME));

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path node;
  private java.nio.file.Path routes;
  private Configuration conf;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("aws.ec2MetadataServiceEndpoint", aws.metadataEndpoint().toString());
    aws.put("logs", "f", "logs".getBytes(StandardCharsets.UTF_8));
    aws.put("partner", "f", "partner".getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void forgetTheMachine() {
    System.clearProperty("aws.ec2MetadataServiceEndpoint");
  }

  @BeforeEach
  void configure() throws IOException {
    routes = node.resolve("routes.json");
    conf = S3Conf.rolecall(aws.endpoint(), "5s");
    Files.writeString(routes, GUIDE.block("routes"));
    GUIDE
        .settings("settings")
        .forEach(
            (key, value) ->
                conf.set(key, value.replace("/etc/rolecall/routes.json", routes.toString())));
  }

  @AfterEach
  void forgetTheContainer() {
    System.clearProperty("aws.containerCredentialsFullUri");
    System.clearProperty("aws.containerAuthorizationToken");
  }

  private static Set<String> keys(Stream<Entry> entries) {
    return entries
        .map(entry -> String.valueOf(entry.client().accessKeyId()))
        .collect(Collectors.toSet());
  }

  @Test
  void accessesALocationItselfAndGoesOnWhenItsCredentialsRotate() throws IOException {
    try (FileSystem fs = S3Files.open(conf, "logs")) {
      Await.until(
          PATIENCE,
          () -> {
            assertThat(S3Files.read(fs, "s3a://logs/f")).isEqualTo("logs");
            return keys(aws.log().bucket("logs")).size() >= 3;
          });
    }
    assertThat(aws.log().bucket("logs"))
        .allMatch(entry -> NODE_SESSION.equals(entry.principalArn()))
        .allMatch(entry -> entry.status() < 400);
    assertThat(aws.log().sts()).isEmpty();
    assertThat(aws.log().operation("GetToken")).allMatch(entry -> entry.status() == 200);
    assertThat(aws.log().operation("GetCredentials")).allMatch(entry -> entry.status() == 200);
  }

  @Test
  void assumesRolesWithEachOfItsCredentialsInTurn() throws IOException {
    try (FileSystem fs = S3Files.open(conf, "partner")) {
      Await.until(
          PATIENCE,
          () -> {
            assertThat(S3Files.read(fs, "s3a://partner/f")).isEqualTo("partner");
            return keys(aws.log().operation("AssumeRole")).size() >= 3;
          });
    }
    assertThat(aws.log().operation("AssumeRole"))
        .allMatch(entry -> NODE_SESSION.equals(entry.principalArn()))
        .allMatch(entry -> entry.status() == 200);
    assertThat(aws.log().bucket("partner"))
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::222222222222:assumed-role/reader/"));
  }

  @Test
  void saysThatTheServiceIsAbsent() throws IOException {
    aws.faults().metadataAbsent(true);
    try (FileSystem fs = S3Files.open(conf, "logs")) {
      assertThatThrownBy(() -> S3Files.read(fs, "s3a://logs/f"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "base identity from the instance profile: the instance metadata service gave no"
                  + " token, and its version 1 is not used");
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  @Test
  void saysThatTheServiceIsSlow() throws IOException {
    conf.set(
        "fs.s3a.rolecall.session.wait",
        "20s"); // the service is tried three times, for a second each
    aws.faults().metadataLatency(Duration.ofSeconds(3));
    try (FileSystem fs = S3Files.open(conf, "partner")) {
      assertThatThrownBy(() -> S3Files.read(fs, "s3a://partner/f"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(
              "no credentials to call STS with for "
                  + READER
                  + ": base identity from the instance profile: the instance metadata service did"
                  + " not answer in time when it was asked for a token. In a container, its answer"
                  + " needs a hop more: raise the instance's HttpPutResponseHopLimit to 2");
    }
  }

  @Test
  void containersHaveAnEndpointOfTheirOwn() throws IOException {
    System.setProperty(
        "aws.containerCredentialsFullUri", aws.metadataEndpoint() + "/v1/credentials");
    System.setProperty("aws.containerAuthorizationToken", "pod");
    conf.set("fs.s3a.rolecall.base.identity", "container");
    try (FileSystem fs = S3Files.open(conf, "partner")) {
      assertThat(S3Files.read(fs, "s3a://partner/f")).isEqualTo("partner");
    }
    List<Entry> metadata =
        aws.log().operation("GetCredentials").filter(e -> e.service().equals("container")).toList();
    assertThat(metadata).isNotEmpty().allMatch(entry -> entry.status() == 200);
    assertThat(aws.log().operation("GetToken")).isEmpty();
  }
}
