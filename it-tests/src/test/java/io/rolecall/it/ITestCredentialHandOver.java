package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The guide for other tools: sessions, read by these tools themselves and used for a real request.
 */
@Tag("commands")
class ITestCredentialHandOver {

  private static final String KEY = "2001/flights.csv";
  private static final String CONTENT = "AA,ORD\n";
  private static final String LOCATION = "s3a://" + ThreeAccounts.FLIGHTS_BUCKET + "/" + KEY;
  private static final GuidePage GUIDE = GuidePage.of("other-tools");

  /** What stands in for delta-rs where it is not installed: tells what it was given. */
  private static final String DELTALAKE =
      """
      import json
      class DeltaTable:
        def __init__(self, location, storage_options):
          print(json.dumps({"location": location, "options": storage_options}))
      """;

  /** The log of a Delta table without rows. */
  private static final String EMPTY_TABLE =
      """
      {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
      {"metaData":{"id":"0e0f7b44-8c8a-4e52-9d4c-7a3b8a2f1d11","format":{"provider":"parquet","options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"id\\",\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}}]}","partitionColumns":[],"configuration":{},"createdTime":0}}
      """;

  @RegisterExtension
  static final LocalAwsExtension AWS = new LocalAwsExtension(ThreeAccounts.world());

  @Started private static LocalAws aws;

  @TempDir Path scratch;

  /** A folder of the PATH. */
  @TempDir Path commands;

  @BeforeAll
  static void fill() throws IOException {
    aws.put(ThreeAccounts.FLIGHTS_BUCKET, KEY, CONTENT.getBytes(StandardCharsets.UTF_8));
  }

  private static Configuration configuration() {
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "1h");
    S3Conf.baseIdentity(conf, aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER));
    S3Conf.role(conf, ThreeAccounts.FLIGHTS_BUCKET, ThreeAccounts.FLIGHTS_ROLE);
    conf.set(
        "fs.s3a.bucket." + ThreeAccounts.FLIGHTS_BUCKET + ".assumed.role.external.id",
        ThreeAccounts.FLIGHTS_EXTERNAL_ID);
    return conf;
  }

  private RolecallScript script() throws IOException {
    return script(configuration());
  }

  private RolecallScript script(Configuration conf) throws IOException {
    return new RolecallScript(scratch)
        .configuration(conf)
        .environment("HADOOP_USER_NAME", "alice")
        .environment(
            "PATH",
            String.join(
                File.pathSeparator,
                RolecallScript.path().getParent().toString(),
                commands.toString(),
                System.getenv("PATH")));
  }

  private String credentials(String format) throws IOException, InterruptedException {
    FinishedProcess result = script().run("credentials", LOCATION, "--format", format);
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
  void deltaRsIsGivenStorageOptionsThatReadAnObject() throws Exception {
    assumeTrue(OtherPrograms.isOnThePath("python3"), "python3 is not on the PATH");
    Files.writeString(scratch.resolve("deltalake.py"), DELTALAKE);
    Files.writeString(scratch.resolve("guide.py"), GUIDE.block("delta-rs"));
    FinishedProcess python = script().execute(List.of("python3", "guide.py"));
    assertThat(python.exitCode()).as(python.err()).isZero();
    Map<?, ?> table = new JsonMapper().readValue(python.out(), Map.class);
    assertThat(table.get("location")).isEqualTo("s3://partner-flights/2001");
    Map<?, ?> options = (Map<?, ?>) table.get("options");
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

  /** Where delta-rs is installed (pip install deltalake). */
  @Test
  void deltaRsOpensATableWithThem() throws Exception {
    assumeTrue(
        OtherPrograms.isOnThePath("python3")
            && script().execute(List.of("python3", "-c", "import deltalake")).exitCode() == 0,
        "delta-rs (the Python package deltalake) is not installed");
    aws.put(
        ThreeAccounts.FLIGHTS_BUCKET,
        "2001/_delta_log/00000000000000000000.json",
        EMPTY_TABLE.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        scratch.resolve("guide.py"), GUIDE.block("delta-rs") + "print(table.version())\n");
    FinishedProcess python = script().execute(List.of("python3", "guide.py"));
    assertThat(python.out()).as(python.err()).isEqualTo("0\n");
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
    assumeTrue(OtherPrograms.isOnThePath("aws"), "the AWS CLI (aws) is not on the PATH");
    Path config =
        Files.writeString(
            scratch.resolve("config"),
            GUIDE.block(
                "profile",
                "/opt/rolecall/bin/rolecall credentials s3a://partner-flights/2001"
                    + " --format credential-process",
                commandFile().toString()));
    RolecallScript script =
        script()
            .environment("AWS_CONFIG_FILE", config.toString())
            .environment("AWS_SHARED_CREDENTIALS_FILE", scratch.resolve("none").toString())
            .environment("AWS_EC2_METADATA_DISABLED", "true");
    String command = GUIDE.block("aws", "aws ", "aws --endpoint-url " + aws.endpoint() + " ");
    for (int i = 0; i < 2; i++) {
      FinishedProcess cli = script.execute(List.of("bash", "-c", command));
      assertThat(cli.exitCode()).as(cli.err()).isZero();
    }
    assertThat(scratch.resolve("flights.csv")).hasContent(CONTENT.trim());
    assertReadByTheRole();
    assertThat(assumed()).as("cached between the processes").isEqualTo(1);
  }

  @Test
  void aCommandThatIsRunFindsTheSession() throws Exception {
    assumeTrue(OtherPrograms.isOnThePath("aws"), "the AWS CLI (aws) is not on the PATH");
    String command =
        GUIDE.block("run", "aws s3api", "aws --endpoint-url " + aws.endpoint() + " s3api");
    FinishedProcess run = script().execute(List.of("bash", "-c", command));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(scratch.resolve("flights.csv")).hasContent(CONTENT.trim());
    assertReadByTheRole();
    assertThat(assumed()).isEqualTo(1);
  }

  @Test
  void aCommandThatIsRunHasAProfileForEachLocation() throws Exception {
    assumeTrue(OtherPrograms.isOnThePath("aws"), "the AWS CLI (aws) is not on the PATH");
    Configuration conf = configuration();
    S3Conf.role(conf, ThreeAccounts.JOB_BUCKET, ThreeAccounts.JOB_ROLE);
    Path copy = scratch.resolve("copy.sh");
    Files.writeString(
        copy,
        "#!/bin/sh -e\n"
            + GUIDE.block("copy").replace("aws ", "aws --endpoint-url " + aws.endpoint() + " "));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    FinishedProcess run = script(conf).execute(List.of("bash", "-c", GUIDE.block("several")));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(aws.get(ThreeAccounts.JOB_BUCKET, "daily/flights.csv"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(CONTENT);
    assertReadByTheRole();
    assertThat(assumed()).isEqualTo(2);
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
    FinishedProcess result =
        script()
            .execute(
                List.of(
                    "bash",
                    "-c",
                    GUIDE.block("shell")
                        + "printf '%s\\n' \"$AWS_ACCESS_KEY_ID\" \"$AWS_SECRET_ACCESS_KEY\""
                        + " \"$AWS_SESSION_TOKEN\" \"$AWS_ENDPOINT_URL_S3\" \"$AWS_REGION\""));
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
    Path submit = commands.resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\ncat \"$2\"\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    FinishedProcess result = script().execute(List.of("bash", "-c", GUIDE.block("spark")));
    assertThat(result.exitCode()).as(result.err()).isZero();
    Properties properties = new Properties();
    properties.load(new StringReader(result.out()));
    Configuration conf = S3Conf.plain(aws.endpoint());
    properties.forEach(
        (name, value) ->
            conf.set(name.toString().replaceFirst("^spark\\.hadoop\\.", ""), value.toString()));
    assertThat(readByS3a(conf)).isEqualTo(CONTENT);
    assertReadByTheRole();
  }

  private static String readByS3a(Configuration conf) throws IOException {
    try (FileSystem fs = S3Files.open(conf, ThreeAccounts.FLIGHTS_BUCKET)) {
      return S3Files.read(fs, LOCATION);
    }
  }
}
