package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rolecall.localaws.log.AccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.model.Tag;

/** What the access log says of a request, and what it keeps to itself. */
final class AccessLogTest {
  private Path file;
  private GateFixture gate;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    file = directory.resolve("access.jsonl");
    gate = new GateFixture(b -> b.accessLogFile(file));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
  }

  @Test
  void namesRoleSessionOperationAndObject() {
    AwsSessionCredentials session = gate.assume(TestWorld.WRITER);
    try (S3Client s3 = gate.clients.s3(session)) {
      s3.putObject(r -> r.bucket("data").key("a b/ü"), RequestBody.fromString("x"));
      s3.listObjectsV2(r -> r.bucket("data").prefix("a b/"));
    }
    String arn = "arn:aws:sts::222222222222:assumed-role/writer/test";
    List<AccessLog.Entry> entries = gate.aws.log().principal(arn).toList();
    assertThat(entries)
        .extracting(AccessLog.Entry::operation)
        .containsExactly("PutObject", "ListObjectsV2");
    AccessLog.Entry put = entries.get(0);
    assertThat(put.call())
        .isEqualTo(
            new AccessLog.Call(
                "s3", "PutObject", "PUT", "/data/a b/ü", "data", "a b/ü", List.of()));
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.errorCode()).isNull();
    assertThat(put.client().accessKeyId()).isEqualTo(session.accessKeyId());
    assertThat(put.client().userAgent()).contains("aws-sdk-java");
    assertThat(put.client().address()).matches("127\\.0\\.0\\.1:\\d+");
    assertThat(put.time()).isBeforeOrEqualTo(gate.clock.instant());
    assertThat(entries.get(1).key()).isEqualTo("a b/");
  }

  @Test
  void saysWhatAssumeRoleWasAskedFor() {
    gate.assume(
        TestWorld.GUARDED,
        r ->
            r.externalId(TestWorld.EXTERNAL_ID)
                .durationSeconds(900)
                .sourceIdentity("alice")
                .tags(Tag.builder().key("job").value("nightly").build()));
    AccessLog.Entry entry = gate.aws.log().operation("AssumeRole").findFirst().orElseThrow();
    assertThat(entry.service()).isEqualTo("sts");
    assertThat(entry.principalArn()).isEqualTo(TestWorld.SUBMITTER);
    assertThat(entry.roleRequest())
        .isEqualTo(
            new AccessLog.RoleRequest(
                TestWorld.GUARDED, "test", true, 900, Map.of("job", "nightly"), "alice"));
  }

  @Test
  void recordsRefusals() {
    try (S3Client s3 = gate.clients.s3(gate.stranger())) {
      assertThat(catchThrowable(() -> s3.headObject(r -> r.bucket("data").key("k")))).isNotNull();
    }
    AccessLog.Entry entry = gate.aws.log().bucket("data").findFirst().orElseThrow();
    assertThat(entry.operation()).isEqualTo("HeadObject");
    assertThat(entry.status()).isEqualTo(403);
    // a HEAD has no body, but the log knows the code all the same
    assertThat(entry.errorCode()).isEqualTo("AccessDenied");
  }

  @Test
  void forgetsOnClear() {
    gate.assume(TestWorld.READER);
    assertThat(gate.aws.log().sts()).hasSize(1);
    gate.aws.log().clear();
    assertThat(gate.aws.log().entries()).isEmpty();
  }

  @Test
  void holdsNoSecrets() throws IOException {
    AwsSessionCredentials session =
        gate.assume(TestWorld.GUARDED, r -> r.externalId(TestWorld.EXTERNAL_ID));
    try (S3Client s3 = gate.clients.s3(session)) {
      s3.listObjectsV2(r -> r.bucket("data"));
    }
    String everything = gate.aws.log().entries() + Files.readString(file);
    assertThat(everything)
        .contains(session.accessKeyId())
        .doesNotContain(gate.aws.secrets())
        .doesNotContain(TestWorld.EXTERNAL_ID, "Signature");
    assertThat(gate.aws.secrets())
        .contains(
            session.secretAccessKey(), session.sessionToken(), gate.submitter.secretAccessKey());
  }

  @Test
  void writesOneJsonObjectALine() throws IOException {
    gate.assume(TestWorld.READER, r -> r.tags(Tag.builder().key("q\"\\").value("ä").build()));
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(Files.readString(file))
        .contains("\"operation\":\"AssumeRole\"")
        .contains("\"status\":200")
        .contains("\"hasExternalId\":false")
        .contains("\"tags\":{\"q\\\"\\\\\":\"ä\"}")
        .endsWith("}\n");
  }
}
