package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.it.RolecallScript.Result;
import io.rolecall.localaws.AccessLog.Entry;
import io.rolecall.localaws.LocalAws;
import io.rolecall.quickstart.ThreeAccounts;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Sessions for other tools, read by these tools themselves, and used for a real request. */
class ITestCredentialHandOver {

  private static final String KEY = "2001/flights.csv";
  private static final String CONTENT = "AA,ORD\n";
  private static final String LOCATION = "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/" + KEY;

  private static LocalAws aws;

  @TempDir Path scratch;

  @BeforeAll
  static void startAws() throws IOException {
    aws = ThreeAccounts.world().start();
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, KEY, CONTENT.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stopAws() throws IOException {
    aws.close();
  }

  @BeforeEach
  void clearLog() {
    aws.log().clear();
  }

  private RolecallScript script() throws IOException {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "1h");
    S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    S3Conf.role(conf, ThreeAccounts.FLIGHTS_BUCKET, ThreeAccounts.FLIGHTS_ROLE);
    conf.set(
        "fs.s3a.bucket." + ThreeAccounts.FLIGHTS_BUCKET + ".assumed.role.external.id",
        ThreeAccounts.FLIGHTS_EXTERNAL_ID);
    return new RolecallScript(scratch).configuration(conf);
  }

  private String credentials(String format) throws IOException, InterruptedException {
    Result result = script().run("credentials", LOCATION, "--format", format, "--user", "alice");
    assertThat(result.err()).as("standard error").doesNotContain("rolecall:");
    assertThat(result.exitCode()).isZero();
    return result.out();
  }

  /** The flights were read with the routed role's session, and by nobody else. */
  private static void assertReadByTheRole() {
    assertThat(aws.log().bucket(ThreeAccounts.FLIGHTS_BUCKET))
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.status()).isLessThan(400);
              assertThat(entry.client().principalArn())
                  .startsWith(
                      "arn:aws:sts::222222222222:assumed-role/flights-reader/alice-rolecall-");
            });
  }

  private static long assumed() {
    return aws.log().entries().stream().map(Entry::operation).filter("AssumeRole"::equals).count();
  }

  /** A client that knows nothing but what it is given. */
  private static String read(URI endpoint, String region, AwsCredentialsProvider credentials) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .forcePathStyle(true)
            .credentialsProvider(credentials)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build()) {
      return s3.getObjectAsBytes(get -> get.bucket(ThreeAccounts.FLIGHTS_BUCKET).key(KEY))
          .asUtf8String();
    }
  }

  @Test
  void storageOptionsOfDeltaRsReadAnObject() throws Exception {
    Map<?, ?> options = new JsonMapper().readValue(credentials("storage-options"), Map.class);
    assertThat(options.get("AWS_ALLOW_HTTP")).isEqualTo("true");
    assertThat(options.get("AWS_VIRTUAL_HOSTED_STYLE_REQUEST")).isEqualTo("false");
    String content =
        read(
            URI.create(text(options, "AWS_ENDPOINT_URL")),
            text(options, "AWS_REGION"),
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    text(options, "AWS_ACCESS_KEY_ID"),
                    text(options, "AWS_SECRET_ACCESS_KEY"),
                    text(options, "AWS_SESSION_TOKEN"))));
    assertThat(content).isEqualTo(CONTENT);
    assertThat(options).hasSize(7);
    assertReadByTheRole();
  }

  private static String text(Map<?, ?> options, String name) {
    return String.valueOf(options.get(name));
  }

  @Test
  void theJavaSdkRunsItAsCredentialProcess() throws Exception {
    // The SDK passes its own environment on: what the script needs stands in the command.
    Path command = commandFile();
    try (ProcessCredentialsProvider provider =
        ProcessCredentialsProvider.builder().command(command.toString()).build()) {
      assertThat(read(aws.endpoint(), "us-east-1", provider)).isEqualTo(CONTENT);
    }
    try (ProcessCredentialsProvider provider =
        ProcessCredentialsProvider.builder().command(command.toString()).build()) {
      assertThat(read(aws.endpoint(), "us-east-1", provider)).isEqualTo(CONTENT);
    }
    assertReadByTheRole();
    assertThat(assumed()).as("cached between the processes").isEqualTo(1);
  }

  @Test
  void theAwsCliRunsItAsCredentialProcess() throws Exception {
    assumeTrue(awsCli(), "the AWS CLI (aws) is not on the PATH");
    Path config =
        Files.writeString(
            scratch.resolve("config"),
            "[profile flights]\nregion = us-east-1\ncredential_process = " + commandFile() + "\n");
    RolecallScript script =
        script()
            .environment("AWS_CONFIG_FILE", config.toString())
            .environment("AWS_SHARED_CREDENTIALS_FILE", scratch.resolve("none").toString())
            .environment("AWS_EC2_METADATA_DISABLED", "true");
    List<String> copy =
        List.of(
            "aws",
            "--profile",
            "flights",
            "--endpoint-url",
            aws.endpoint().toString(),
            "s3api",
            "get-object",
            "--bucket",
            ThreeAccounts.FLIGHTS_BUCKET,
            "--key",
            KEY,
            scratch.resolve("read").toString());
    for (int i = 0; i < 2; i++) {
      Result result = script.execute(copy);
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
    assertThat(scratch.resolve("read")).hasContent(CONTENT.trim());
    assertReadByTheRole();
    assertThat(assumed()).as("cached between the processes").isEqualTo(1);
  }

  private static boolean awsCli() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
  }

  /** A command of one word for those who run it in an environment of their own. */
  private Path commandFile() throws IOException {
    script();
    Path file = scratch.resolve("credentials.sh");
    Files.writeString(
        file,
        "#!/bin/sh\nexport HOME='%s' HADOOP_CONF_DIR='%s' ROLECALL_CLASSPATH='%s'\nexec '%s' credentials %s --user alice --format credential-process\n"
            .formatted(
                scratch,
                scratch.resolve("conf"),
                RolecallScript.hadoopClassPath(),
                RolecallScript.path(),
                LOCATION));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void aShellEvaluatesTheEnvironment() throws Exception {
    Result result =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    "eval \"$(\"$0\" credentials \"$1\" --user alice --format env)\" && printf '%s\\n'"
                        + " \"$AWS_ACCESS_KEY_ID\" \"$AWS_SECRET_ACCESS_KEY\" \"$AWS_SESSION_TOKEN\""
                        + " \"$AWS_ENDPOINT_URL_S3\" \"$AWS_REGION\"",
                    RolecallScript.path().toString(),
                    LOCATION));
    assertThat(result.exitCode()).isZero();
    List<String> values = result.out().lines().toList();
    assertThat(
            read(
                URI.create(values.get(3)),
                values.get(4),
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create(values.get(0), values.get(1), values.get(2)))))
        .isEqualTo(CONTENT);
    assertReadByTheRole();
  }

  @Test
  void plainS3aReadsHadoopsForm() throws Exception {
    Configuration conf = S3Conf.plain(aws.endpoint());
    conf.addResource(
        new ByteArrayInputStream(credentials("hadoop").getBytes(StandardCharsets.UTF_8)));
    assertThat(readByS3a(conf)).isEqualTo(CONTENT);
    assertReadByTheRole();
  }

  @Test
  void plainS3aReadsSparksForm() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(credentials("spark")));
    Configuration conf = S3Conf.plain(aws.endpoint());
    properties.forEach(
        (name, value) ->
            conf.set(name.toString().replaceFirst("^spark\\.hadoop\\.", ""), value.toString()));
    assertThat(readByS3a(conf)).isEqualTo(CONTENT);
    assertReadByTheRole();
  }

  private static String readByS3a(Configuration conf) throws IOException {
    try (FileSystem fs = FileSystem.newInstance(URI.create(LOCATION), conf);
        FSDataInputStream in = fs.open(new org.apache.hadoop.fs.Path(LOCATION))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
