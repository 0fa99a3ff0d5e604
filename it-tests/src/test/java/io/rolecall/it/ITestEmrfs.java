package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.s3a.RolecallFileSystem;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The guide for EMR, run as it stands: EMRFS's provider by bucket URI, and S3A behind s3://. */
class ITestEmrfs {

  private static final String NODE = "arn:aws:iam::111111111111:role/node";
  private static final String NODE_SESSION = "arn:aws:sts::111111111111:assumed-role/node/";
  private static final String READER_SESSION =
      "arn:aws:sts::222222222222:assumed-role/flights-reader/";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final GuidePage GUIDE = GuidePage.of("emr");

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
                          .bucket("partner-flights")
                          .role(
                              "flights-reader",
                              role ->
                                  role.trusts(NODE)
                                      .externalId("contract-4711")
                                      .readWrite("partner-flights")))
              .instanceProfile(NODE, Duration.ofHours(1)));

  @Started private static LocalAws aws;

  @TempDir private Path node;
  private URLClassLoader emr;

  @BeforeAll
  static void prepare() throws IOException {
    aws.put("partner-flights", "f", "flights".getBytes(StandardCharsets.UTF_8));
    System.setProperty("aws.ec2MetadataServiceEndpoint", aws.metadataEndpoint().toString());
  }

  @AfterAll
  static void forgetTheMachine() {
    System.clearProperty("aws.ec2MetadataServiceEndpoint");
  }

  @BeforeEach
  void setUpTheNode() throws IOException {
    emr = new ClusterClasses();
    Files.writeString(node.resolve("routes.json"), GUIDE.block("routes"));
  }

  @AfterEach
  void tearDownTheNode() throws IOException {
    Thread.currentThread().setContextClassLoader(ITestEmrfs.class.getClassLoader());
    emr.close();
  }

  /**
   * As on a cluster with EMRFS: the jar is in auxlib, and S3A need not be there.
   *
   * <p>Rolecall's classes and services come from its jar alone, and whoever needs one of S3A's is
   * told that there is none.
   */
  private static final class ClusterClasses extends URLClassLoader {

    ClusterClasses() {
      super(
          new URL[] {RolecallFileSystem.class.getProtectionDomain().getCodeSource().getLocation()},
          ITestEmrfs.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.hadoop.fs.s3a.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.rolecall.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/io.rolecall.")
          ? findResources(name)
          : super.getResources(name);
    }
  }

  /** The keys of one of the guide's classifications, on this node, with short sessions. */
  private Configuration configuration(String classification) throws IOException {
    Configuration conf = S3Conf.plain(aws.endpoint());
    conf.unset("fs.s3a.impl");
    conf.set("fs.s3a.assumed.role.sts.endpoint", aws.endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
    conf.set("fs.s3a.assumed.role.session.duration", "5s");
    JsonNode document = JsonMapper.builder().build().readTree(GUIDE.block(classification));
    assertThat(document.path(0).path("Classification").asText()).isEqualTo(classification);
    document
        .path(0)
        .path("Properties")
        .fields()
        .forEachRemaining(
            key ->
                conf.set(
                    key.getKey(),
                    key.getValue().asText().replace("/etc/rolecall/", node.toString() + "/")));
    return conf;
  }

  /** Does what EMRFS does. */
  private <T> T provider(Class<T> type, String uri, Configuration conf) {
    Thread.currentThread().setContextClassLoader(emr);
    try {
      Class<?> provider = emr.loadClass(conf.get("fs.s3.customAWSCredentialsProvider"));
      return type.cast(
          provider
              .getConstructor(URI.class, Configuration.class)
              .newInstance(URI.create(uri), conf));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private S3Client client(AwsCredentialsProvider provider) {
    return S3Client.builder()
        .credentialsProvider(provider)
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  private static void assertSignedBy(String bucket, String session) {
    assertThat(aws.log().bucket(bucket))
        .isNotEmpty()
        .allMatch(entry -> String.valueOf(entry.principalArn()).startsWith(session))
        .allMatch(entry -> entry.status() < 400);
  }

  @Test
  void picksTheRoleByTheBucketsUriAndRenewsItsSessions() throws Exception {
    Configuration conf = configuration("emrfs-site");
    AwsCredentialsProvider provider =
        provider(AwsCredentialsProvider.class, "s3://partner-flights/2026/", conf);
    Set<String> keys = new HashSet<>();
    try (AutoCloseable sessions = (AutoCloseable) provider;
        S3Client s3 = client(provider)) {
      Await.until(
          PATIENCE,
          () -> {
            assertThat(
                    s3.getObjectAsBytes(get -> get.bucket("partner-flights").key("f"))
                        .asUtf8String())
                .isEqualTo("flights");
            keys.add(provider.resolveCredentials().accessKeyId());
            return keys.size() >= 3;
          });
    }
    assertSignedBy("partner-flights", READER_SESSION);
    assertThat(aws.log().operation("AssumeRole"))
        .allMatch(entry -> String.valueOf(entry.principalArn()).startsWith(NODE_SESSION))
        .allMatch(entry -> entry.status() == 200);
  }

  @Test
  void otherBucketsAreAccessedAsTheCluster() throws Exception {
    AwsCredentialsProvider provider =
        provider(AwsCredentialsProvider.class, "s3://logs", configuration("emrfs-site"));
    try (AutoCloseable sessions = (AutoCloseable) provider;
        S3Client s3 = client(provider)) {
      s3.putObject(put -> put.bucket("logs").key("log"), RequestBody.fromString("x"));
    }
    assertSignedBy("logs", NODE_SESSION);
    assertThat(aws.log().sts()).isEmpty();
  }

  @Test
  void theOlderSdkSignsWithTheRoutedRoleToo() throws Exception {
    Configuration conf = configuration("emrfs-site");
    conf.set(
        "fs.s3.customAWSCredentialsProvider",
        conf.get("fs.s3.customAWSCredentialsProvider") + "V1");
    AWSCredentialsProvider provider =
        provider(AWSCredentialsProvider.class, "s3://partner-flights", conf);
    AmazonS3 s3 =
        AmazonS3ClientBuilder.standard()
            .withCredentials(provider)
            .withEndpointConfiguration(
                new EndpointConfiguration(aws.endpoint().toString(), "us-east-1"))
            .withPathStyleAccessEnabled(true)
            .build();
    Set<String> keys = new HashSet<>();
    try (AutoCloseable sessions = (AutoCloseable) provider) {
      Await.until(
          PATIENCE,
          () -> {
            s3.putObject("partner-flights", "written-by-v1", "x".repeat(10_000));
            assertThat(s3.getObjectAsString("partner-flights", "written-by-v1")).hasSize(10_000);
            keys.add(provider.getCredentials().getAWSAccessKeyId());
            return keys.size() >= 2;
          });
    } finally {
      s3.shutdown();
    }
    assertSignedBy("partner-flights", READER_SESSION);
  }

  @Test
  void aBucketThatNothingNamesIsRefusedWithoutARouteOfEveryBucket() throws Exception {
    Configuration conf = configuration("emrfs-site");
    conf.unset("fs.s3a.rolecall.routes.file");
    AwsCredentialsProvider provider = provider(AwsCredentialsProvider.class, "s3://logs", conf);
    try (AutoCloseable sessions = (AutoCloseable) provider;
        S3Client s3 = client(provider)) {
      assertThatThrownBy(
              () -> s3.putObject(put -> put.bucket("logs").key("l"), RequestBody.fromString("x")))
          .hasMessageContaining("s3a://logs: no route: ");
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  @Test
  void s3aServesTheSameRoutesBehindS3() throws IOException {
    Configuration conf = configuration("core-site");
    URI flights = URI.create("s3://partner-flights");
    try (FileSystem fs = FileSystem.newInstance(flights, conf);
        FSDataInputStream in = fs.open(new org.apache.hadoop.fs.Path("s3://partner-flights/f"))) {
      assertThat(in.readAllBytes()).isEqualTo("flights".getBytes(StandardCharsets.UTF_8));
    }
    assertSignedBy("partner-flights", READER_SESSION);
    URI logs = URI.create("s3://logs");
    try (FileSystem fs = FileSystem.newInstance(logs, conf)) {
      fs.create(new org.apache.hadoop.fs.Path("s3://logs/x")).close();
    }
    assertSignedBy("logs", NODE_SESSION);
  }

  @Test
  void theBootstrapActionPutsTheJarAndTheRoutesInPlace() throws Exception {
    Path script = node.resolve("bootstrap");
    Files.writeString(script, GUIDE.block("bootstrap"));
    Path commands = Files.createDirectories(node.resolve("bin"));
    Path sudo = commands.resolve("sudo");
    Files.writeString(sudo, "#!/bin/bash\necho \"$*\" >> '" + node.resolve("done") + "'\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder bash =
        new ProcessBuilder("bash", script.toString(), "s3://artifacts/rolecall").inheritIO();
    bash.environment().put("PATH", commands + ":" + System.getenv("PATH"));
    Process process = bash.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readAllLines(node.resolve("done")))
        .isEqualTo(
            List.of(
                "mkdir -p /usr/share/aws/emr/emrfs/auxlib /etc/rolecall",
                "aws s3 cp s3://artifacts/rolecall/rolecall-hadoop-plugin-VERSION.jar"
                    + " /usr/share/aws/emr/emrfs/auxlib/",
                "aws s3 cp s3://artifacts/rolecall/routes.json /etc/rolecall/routes.json"));
  }
}
