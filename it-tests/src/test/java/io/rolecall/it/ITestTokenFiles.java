package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.it.HadoopProcess.Version;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tokens in files, as a gateway gives them to workers and Kubernetes mounts them from a Secret: the
 * process that reads has no credentials of its own, and perhaps another version of Hadoop.
 */
@Tag("suite")
class ITestTokenFiles {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String GET = "org.apache.hadoop.security.token.DtUtilShell";
  private static final String SHELL = "org.apache.hadoop.fs.FsShell";

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .bucket("other")
                          .role("reader", role -> role.trusts(ME).read("partner").read("other"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Configuration gateway;
  private Configuration worker;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
    aws.put("other", "f", "other".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() {
    gateway = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.role(gateway, "partner", READER);
    S3Conf.role(gateway, "other", READER);
    S3Conf.baseIdentity(gateway, aws.credentialsOf("111111111111", "me"));
    worker = S3Conf.rolecall(aws.endpoint(), "15m");
    worker.set("fs.s3a.rolecall.process", "executor");
  }

  private FinishedProcess writeToken(Version version, Path file) throws Exception {
    return new HadoopProcess(version, scratch)
        .run(gateway, GET, "get", "s3://partner", "-format", "java", file.toString());
  }

  private FinishedProcess read(Version version, Path token, String uri) throws Exception {
    return new HadoopProcess(version, scratch)
        .environment("HADOOP_TOKEN_FILE_LOCATION", token.toString())
        .run(worker, SHELL, "-cat", uri);
  }

  @ParameterizedTest
  @CsvSource({"LOWEST, SPARKS", "SPARKS, LOWEST", "SPARKS, SPARKS"})
  void aWorkerOfAnotherVersionReadsWithTheGatewaysSession(Version writer, Version reader)
      throws Exception {
    Path token = scratch.resolve("token");
    FinishedProcess written = writeToken(writer, token);
    assertThat(written.exitCode()).as(written.err()).isZero();
    FinishedProcess read = read(reader, token, "s3a://partner/f");
    assertThat(read.out()).as(read.err()).isEqualTo("flights");
    assertThat(aws.log().operation("AssumeRole")).hasSize(1);
    assertThat(aws.log().bucket("partner"))
        .isNotEmpty()
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::222222222222:assumed-role/reader/"));
  }

  @ParameterizedTest
  @CsvSource({"s3a://partner/, s3a://other/", "s3a://other/, s3a://partner/"})
  void aTokenIsUsedInWhateverOrderItsBucketIsNamed(String first, String second) throws Exception {
    Path token = scratch.resolve("token");
    assertThat(writeToken(Version.SPARKS, token).exitCode()).isZero();
    worker.unset("fs.s3a.rolecall.process");
    worker.set("fs.s3a.rolecall.session.wait", "1s");
    S3Conf.role(worker, "partner", READER);
    S3Conf.role(worker, "other", READER);
    FinishedProcess listed =
        new HadoopProcess(Version.SPARKS, scratch)
            .environment("HADOOP_TOKEN_FILE_LOCATION", token.toString())
            .environment("AWS_EC2_METADATA_DISABLED", "true")
            .run(worker, SHELL, "-ls", first, second);
    assertThat(listed.out()).as(listed.err()).contains("s3a://partner/f");
    assertThat(listed.out()).doesNotContain("s3a://other/f");
    assertThat(listed.err()).contains("s3a://other");
    assertThat(listed.exitCode()).isEqualTo(1);
    assertThat(aws.log().bucket("other")).isEmpty();
  }

  @Test
  void thePathOfTheUrlNamesWhatTheTokenIsMadeFor() throws Exception {
    gateway.set(
        "fs.s3a.rolecall.routes",
        new RoutesJson()
            .role("s3a://partner/in", READER)
            .role("s3a://partner/gone", "arn:aws:iam::222222222222:role/gone")
            .toString());
    gateway.unset("fs.s3a.bucket.partner.assumed.role.arn");
    Path token = scratch.resolve("token");
    FinishedProcess refused =
        new HadoopProcess(Version.LOWEST, scratch)
            .run(gateway, GET, "get", "s3://partner/gone/x", "-format", "java", token.toString());
    assertThat(refused.err())
        .contains("s3a://partner/gone/x, which fs.s3a.rolecall.token.locations names: STS refused");
    FinishedProcess written =
        new HadoopProcess(Version.LOWEST, scratch)
            .run(gateway, GET, "get", "s3://partner/in", "-format", "java", token.toString());
    assertThat(written.exitCode()).as(written.err()).isZero();
    FinishedProcess read = read(Version.SPARKS, token, "s3a://partner/gone/f");
    assertThat(read.err())
        .contains("the token of s3a://partner was made for [s3a://partner/in] alone.");
    assertThat(aws.log().bucket("partner")).isEmpty();
  }

  @Test
  void aWorkerReadsNothingThatItsTokensDoNotCarry() throws Exception {
    Path token = scratch.resolve("token");
    assertThat(writeToken(Version.SPARKS, token).exitCode()).isZero();
    FinishedProcess read = read(Version.SPARKS, token, "s3a://other/f");
    assertThat(read.out()).isEmpty();
    assertThat(read.exitCode()).isEqualTo(1);
    assertThat(read.err())
        .contains("has no Rolecall token for s3a://other")
        .contains("or submit the job with tokens of these buckets");
    assertThat(aws.log().bucket("other")).isEmpty();
  }
}
