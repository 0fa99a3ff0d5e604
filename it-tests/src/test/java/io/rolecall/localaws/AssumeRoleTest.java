package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** What STS checks before it issues a session, and what it says. */
final class AssumeRoleTest {
  private static final String NOT_AUTHORIZED =
      "User: arn:aws:iam::111111111111:user/%s is not authorized to perform: sts:AssumeRole on"
          + " resource: %s";
  private static final String INVALID =
      "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s";

  private GateFixture gate;

  @BeforeEach
  void start() throws IOException {
    gate = new GateFixture();
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    // the SDK corrects its clock for the whole JVM
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @Test
  void issuesSession() {
    AssumeRoleResponse answer =
        assume(gate.submitter, TestWorld.READER, r -> r.durationSeconds(900));
    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::222222222222:assumed-role/reader/test");
    assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{16}:test");
    assertThat(answer.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(answer.credentials().secretAccessKey()).hasSize(40);
    assertThat(answer.credentials().sessionToken().length()).isBetween(400, 2000);
    Duration life = Duration.between(gate.clock.instant(), answer.credentials().expiration());
    assertThat(life).isBetween(Duration.ofSeconds(890), Duration.ofSeconds(901));
    assertThat(answer.credentials().expiration())
        .isEqualTo(answer.credentials().expiration().truncatedTo(ChronoUnit.SECONDS));
    assertThat(answer.packedPolicySize()).isNull();
  }

  @Test
  void identifiesCallers() {
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(TestWorld.SUBMITTER);
      assertThat(sts.getCallerIdentity().account()).isEqualTo(TestWorld.JOBS);
      assertThat(sts.getCallerIdentity().userId()).startsWith("AIDA");
    }
    try (StsClient sts = gate.clients.sts(gate.assume(TestWorld.READER))) {
      assertThat(sts.getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::222222222222:assumed-role/reader/test");
      assertThat(sts.getCallerIdentity().account()).isEqualTo(TestWorld.DATA);
    }
  }

  @Test
  void refusesCallerWhomTheRoleDoesNotTrust() {
    assertFails(
        () -> assume(gate.stranger(), TestWorld.READER, r -> {}),
        403,
        "AccessDenied",
        String.format(NOT_AUTHORIZED, "stranger", TestWorld.READER));
  }

  @Test
  void doesNotTellWhetherARoleExists() {
    String nowhere = "arn:aws:iam::222222222222:role/nowhere";
    assertFails(
        () -> assume(gate.submitter, nowhere, r -> {}),
        403,
        "AccessDenied",
        String.format(NOT_AUTHORIZED, "submitter", nowhere));
  }

  @Test
  void demandsTheExternalId() {
    String message = String.format(NOT_AUTHORIZED, "submitter", TestWorld.GUARDED);
    assertFails(
        () -> assume(gate.submitter, TestWorld.GUARDED, r -> {}), 403, "AccessDenied", message);
    assertFails(
        () -> assume(gate.submitter, TestWorld.GUARDED, r -> r.externalId("another")),
        403,
        "AccessDenied",
        message);
    assertThatCode(
            () ->
                assume(gate.submitter, TestWorld.GUARDED, r -> r.externalId(TestWorld.EXTERNAL_ID)))
        .doesNotThrowAnyException();
  }

  @Test
  void checksNames() {
    assertInvalid(
        r -> r.roleSessionName("a b"),
        "a b",
        "roleSessionName",
        "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    assertInvalid(
        r -> r.roleSessionName("x"),
        "x",
        "roleSessionName",
        "Member must have length greater than or equal to 2");
    assertInvalid(
        r -> r.roleSessionName("x".repeat(65)),
        "x".repeat(65),
        "roleSessionName",
        "Member must have length less than or equal to 64");
    assertInvalid(
        r -> r.externalId("x"),
        "x",
        "externalId",
        "Member must have length greater than or equal to 2");
    assertInvalid(
        r -> r.externalId("x".repeat(1225)),
        "x".repeat(1225),
        "externalId",
        "Member must have length less than or equal to 1224");
    assertFails(
        () -> assume(gate.submitter, "arn:aws:s3:::bucket", r -> {}),
        400,
        "ValidationError",
        "arn:aws:s3:::bucket is invalid");
  }

  @Test
  void checksDuration() throws IOException {
    assertFails(
        () -> assume(gate.submitter, TestWorld.READER, r -> r.durationSeconds(3601)),
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    assertThatCode(() -> assume(gate.submitter, TestWorld.WRITER, r -> r.durationSeconds(43_200)))
        .doesNotThrowAnyException();
    assertInvalid(
        r -> r.durationSeconds(0),
        "0",
        "durationSeconds",
        "Member must have value greater than or equal to 1");
    try (GateFixture strict = new GateFixture(b -> b.minSessionDuration(Duration.ofMinutes(15)))) {
      assertFails(
          () -> strict.assume(TestWorld.READER, r -> r.durationSeconds(899)),
          400,
          "ValidationError",
          String.format(
              INVALID,
              "899",
              "durationSeconds",
              "Member must have value greater than or equal to 900"));
    }
  }

  @Test
  void chainsForAnHourAtMost() {
    AwsCredentials first = gate.assume(TestWorld.JOB_ROLE);
    assertThat(
            assume(first, TestWorld.CHAINED, r -> r.durationSeconds(3600)).assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::222222222222:assumed-role/chained/test");
    assertFails(
        () -> assume(first, TestWorld.CHAINED, r -> r.durationSeconds(3601)),
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
            + " chaining");
  }

  @Test
  void keepsSourceIdentityThroughAChain() {
    AwsCredentials first = gate.assume(TestWorld.JOB_ROLE, r -> r.sourceIdentity("alice"));
    assertThat(assume(first, TestWorld.CHAINED, r -> {}).sourceIdentity()).isEqualTo("alice");
    assertFails(
        () -> assume(first, TestWorld.CHAINED, r -> r.sourceIdentity("mallory")),
        403,
        "AccessDenied",
        "User: arn:aws:sts::111111111111:assumed-role/job/test is not authorized to perform:"
            + " sts:SetSourceIdentity on resource: "
            + TestWorld.CHAINED);
  }

  @Test
  void keepsTransitiveTagsThroughAChain() {
    AwsCredentials first =
        gate.assume(TestWorld.JOB_ROLE, r -> r.tags(tag("team", "a")).transitiveTagKeys("team"));
    assertFails(
        () -> assume(first, TestWorld.CHAINED, r -> r.tags(tag("team", "b"))),
        400,
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a"
            + " transitive tag key from the calling session.");
  }

  @Test
  void checksTags() {
    List<Tag> fifty = IntStream.range(0, 50).mapToObj(i -> tag("key" + i, "value")).toList();
    assertThatCode(() -> assume(gate.submitter, TestWorld.READER, r -> r.tags(fifty)))
        .doesNotThrowAnyException();
    assertInvalid(
        r -> r.tags(Collections.nCopies(51, tag("key", "value"))),
        "51 tags",
        "tags",
        "Member must have length less than or equal to 50");
    assertInvalid(
        r -> r.tags(tag("k".repeat(129), "value")),
        "k".repeat(129),
        "tags.1.member.key",
        "Member must have length less than or equal to 128");
    assertInvalid(
        r -> r.tags(tag("key", "v".repeat(257))),
        "v".repeat(257),
        "tags.1.member.value",
        "Member must have length less than or equal to 256");
    assertFails(
        () ->
            assume(gate.submitter, TestWorld.READER, r -> r.tags(tag("Key", "1"), tag("key", "2"))),
        400,
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }

  @Test
  void checksSessionPolicy() {
    assertFails(
        () -> assume(gate.submitter, TestWorld.READER, r -> r.policy("{not json")),
        400,
        "MalformedPolicyDocument",
        "Syntax errors in policy, at character 1.");
    String tooLong = " ".repeat(2049);
    assertInvalid(
        r -> r.policy(tooLong),
        tooLong,
        "policy",
        "Member must have length less than or equal to 2048");
    String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}";
    assertThat(assume(gate.submitter, TestWorld.READER, r -> r.policy(policy)).packedPolicySize())
        .isEqualTo(3);
  }

  @Test
  void refusesWhatItWouldHaveToIgnore() {
    PolicyDescriptorType policy =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/ReadOnlyAccess").build();
    assertFails(
        () -> assume(gate.submitter, TestWorld.READER, r -> r.policyArns(List.of(policy))),
        501,
        "NotImplemented",
        "PolicyArns are not implemented");
  }

  @Test
  void refusesWhomItCannotAuthenticate() {
    AwsCredentials unknown = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
    AwsCredentials wrong = AwsBasicCredentials.create(gate.submitter.accessKeyId(), "wrong");
    assertFails(
        () -> assume(unknown, TestWorld.READER, r -> {}),
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.");
    assertFails(
        () -> assume(wrong, TestWorld.READER, r -> {}),
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.");
  }

  @Test
  void refusesExpiredSession() {
    AwsCredentials first = gate.assume(TestWorld.JOB_ROLE, r -> r.durationSeconds(60));
    gate.clock.advance(Duration.ofSeconds(61));
    assertFails(
        () -> assume(first, TestWorld.CHAINED, r -> {}),
        403,
        "ExpiredToken",
        "The security token included in the request is expired");
  }

  @Test
  void refusesSkewedClock() {
    gate.clock.advance(Duration.ofMinutes(16));
    assertThatCode(() -> assume(gate.submitter, TestWorld.READER, r -> {}))
        .hasMessageMatching(
            "(?s)Signature expired: \\d{8}T\\d{6}Z is now earlier than \\d{8}T\\d{6}Z \\(.* - 15"
                + " min\\.\\).*Status Code: 403.*")
        .extracting("awsErrorDetails.errorCode")
        .isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void refusesUnknownAction() {
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      assertFails(
          () -> sts.getFederationToken(r -> r.name("name")),
          400,
          "InvalidAction",
          "Could not find operation GetFederationToken for version 2011-06-15");
    }
  }

  private void assertInvalid(
      Consumer<AssumeRoleRequest.Builder> request, String value, String name, String constraint) {
    assertFails(
        () -> assume(gate.submitter, TestWorld.READER, request),
        400,
        "ValidationError",
        String.format(INVALID, value, name, constraint));
  }

  private AssumeRoleResponse assume(
      AwsCredentials caller, String roleArn, Consumer<AssumeRoleRequest.Builder> more) {
    try (StsClient sts = gate.clients.sts(caller)) {
      return sts.assumeRole(
          r -> {
            r.roleArn(roleArn).roleSessionName("test");
            more.accept(r);
          });
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
