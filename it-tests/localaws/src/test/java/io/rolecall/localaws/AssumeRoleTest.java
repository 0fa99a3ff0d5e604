package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/** What STS checks before it issues a session, and what it says. */
final class AssumeRoleTest {
  private static final String NOT_AUTHORIZED =
      "User: arn:aws:iam::111111111111:user/%s is not authorized to perform: sts:AssumeRole on"
          + " resource: %s";

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

  /** As on AWS, but for tests that do not last for hours. */
  @Test
  void chainsForAsLongAsIsConfigured() throws IOException {
    try (GateFixture scaled =
        new GateFixture(builder -> builder.chainedSessionLimit(Duration.ofSeconds(30)))) {
      AwsCredentials first = scaled.assume(TestWorld.JOB_ROLE, r -> r.durationSeconds(900));
      try (StsClient sts = scaled.clients.sts(first)) {
        for (Integer seconds : new Integer[] {30, null}) {
          AssumeRoleResponse chained =
              sts.assumeRole(
                  r ->
                      r.roleArn(TestWorld.CHAINED)
                          .roleSessionName("test")
                          .durationSeconds(seconds));
          assertThat(Duration.between(scaled.clock.instant(), chained.credentials().expiration()))
              .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        }
      }
      assertFails(
          () -> scaled.clients.assume(first, TestWorld.CHAINED, r -> r.durationSeconds(31)),
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the 30 second session limit for roles assumed by"
              + " role chaining");
    }
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
