package io.rolecall.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.route.S3Location;
import io.rolecall.session.Session;
import io.rolecall.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class SessionFormatTest {

  private static final Instant END = Instant.parse("2026-01-01T12:00:00Z");
  private static final StoreSettings AWS =
      new StoreSettings(Optional.of("eu-west-1"), Optional.empty(), false);

  private static HandedSession handed(StoreSettings store) {
    return new HandedSession(
        S3Location.parse("s3a://b1.x/k"),
        new Session("key-1", "se/cr+et'1\\&=", "token-1==", Samples.ROLE, "alice-job", END),
        END.minusSeconds(300),
        store);
  }

  @Test
  void credentialProcess() {
    assertThat(SessionFormat.CREDENTIAL_PROCESS.write(handed(AWS)))
        .isEqualTo(
            """
            {
              "Version" : 1,
              "AccessKeyId" : "key-1",
              "SecretAccessKey" : "se/cr+et'1\\\\&=",
              "SessionToken" : "token-1==",
              "Expiration" : "2026-01-01T11:55:00Z"
            }
            """);
  }

  @Test
  void environmentIsQuotedForTheShell() {
    StoreSettings other =
        new StoreSettings(Optional.of("eu-west-1"), Optional.of("https://store:9000"), true);
    assertThat(SessionFormat.ENV.write(handed(other)))
        .isEqualTo(
            """
            export AWS_ACCESS_KEY_ID='key-1'
            export AWS_SECRET_ACCESS_KEY='se/cr+et'\\''1\\&='
            export AWS_SESSION_TOKEN='token-1=='
            export AWS_CREDENTIAL_EXPIRATION='2026-01-01T12:00:00Z'
            export AWS_REGION='eu-west-1'
            export AWS_DEFAULT_REGION='eu-west-1'
            export AWS_ENDPOINT_URL_S3='https://store:9000'
            """);
  }

  @Test
  void jsonTellsRoleAndLocationToo() {
    assertThat(SessionFormat.JSON.write(handed(AWS)))
        .isEqualTo(
            """
            {
              "location" : "s3a://b1.x/k",
              "role" : "arn:aws:iam::111122223333:role/reader",
              "sessionName" : "alice-job",
              "expiration" : "2026-01-01T12:00:00Z",
              "accessKeyId" : "key-1",
              "secretAccessKey" : "se/cr+et'1\\\\&=",
              "sessionToken" : "token-1=="
            }
            """);
  }

  @Test
  void hadoopReadsItsForm() {
    Configuration conf = new Configuration(false);
    conf.addResource(
        new ByteArrayInputStream(
            SessionFormat.HADOOP.write(handed(AWS)).getBytes(StandardCharsets.UTF_8)));
    assertThat(conf.get("fs.s3a.bucket.b1.x.access.key")).isEqualTo("key-1");
    assertThat(conf.get("fs.s3a.bucket.b1.x.secret.key")).isEqualTo("se/cr+et'1\\&=");
    assertThat(conf.get("fs.s3a.bucket.b1.x.session.token")).isEqualTo("token-1==");
    assertThat(conf.get("fs.s3a.bucket.b1.x.aws.credentials.provider"))
        .isEqualTo("org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
    assertThat(conf.size()).isEqualTo(4);
  }

  @Test
  void sparkReadsItsForm() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(SessionFormat.SPARK.write(handed(AWS))));
    assertThat(properties)
        .hasSize(4)
        .containsEntry("spark.hadoop.fs.s3a.bucket.b1.x.access.key", "key-1")
        .containsEntry("spark.hadoop.fs.s3a.bucket.b1.x.secret.key", "se/cr+et'1\\&=")
        .containsEntry("spark.hadoop.fs.s3a.bucket.b1.x.session.token", "token-1==")
        .containsEntry(
            "spark.hadoop.fs.s3a.bucket.b1.x.aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
  }

  @Test
  void storageOptionsOfAws() {
    assertThat(SessionFormat.STORAGE_OPTIONS.write(handed(AWS)))
        .isEqualTo(
            """
            {
              "AWS_ACCESS_KEY_ID" : "key-1",
              "AWS_SECRET_ACCESS_KEY" : "se/cr+et'1\\\\&=",
              "AWS_SESSION_TOKEN" : "token-1==",
              "AWS_REGION" : "eu-west-1"
            }
            """);
  }

  @Test
  void storageOptionsOfAnotherStore() {
    StoreSettings store =
        new StoreSettings(Optional.empty(), Optional.of("http://127.0.0.1:9000"), true);
    assertThat(SessionFormat.STORAGE_OPTIONS.write(handed(store)))
        .contains("\"AWS_ENDPOINT_URL\" : \"http://127.0.0.1:9000\"")
        .contains("\"AWS_ALLOW_HTTP\" : \"true\"")
        .contains("\"AWS_VIRTUAL_HOSTED_STYLE_REQUEST\" : \"false\"")
        .doesNotContain("AWS_REGION");
  }
}
