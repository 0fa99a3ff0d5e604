package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.service.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Failures on demand, as a real client sees them. */
final class FaultsTest {
  private GateFixture gate;
  private Faults faults;

  @BeforeEach
  void start() throws IOException {
    gate = new GateFixture();
    faults = gate.aws.faults();
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    // the SDK corrects its clock for the whole JVM
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @Test
  void stsIsUnavailableAndComesBack() {
    faults.stsOutage(Faults.Outage.UNAVAILABLE);
    assertFails(
        () -> gate.assume(TestWorld.READER),
        503,
        "ServiceUnavailable",
        "Service is unable to handle request.");
    faults.stsOutage(Faults.Outage.NONE);
    assertThatCode(() -> gate.assume(TestWorld.READER)).doesNotThrowAnyException();
  }

  @Test
  void stsBreaksConnections() {
    faults.stsOutage(Faults.Outage.CONNECTION_RESET);
    assertThatThrownBy(() -> gate.assume(TestWorld.READER)).isInstanceOf(SdkClientException.class);
    assertThat(gate.aws.log().sts().map(AccessLog.Entry::errorCode))
        .containsExactly("ConnectionReset");
  }

  @Test
  void s3GoesOnWhileStsIsOut() {
    faults.stsOutage(Faults.Outage.UNAVAILABLE);
    assertThatCode(() -> list(gate.submitter)).doesNotThrowAnyException();
  }

  @Test
  void stsThrottlesEachSecondCall() {
    faults.stsThrottleEvery(2);
    List<String> answers = new ArrayList<>();
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      for (int i = 0; i < 4; i++) {
        try {
          answers.add(sts.getCallerIdentity().account());
        } catch (software.amazon.awssdk.services.sts.model.StsException e) {
          answers.add(e.statusCode() + " " + e.awsErrorDetails().errorCode());
        }
      }
    }
    assertThat(answers)
        .containsExactly(TestWorld.JOBS, "400 Throttling", TestWorld.JOBS, "400 Throttling");
  }

  @Test
  void s3SlowsDown() {
    faults.s3SlowDownEvery(1);
    assertFails(() -> list(gate.submitter), 503, "SlowDown", "Please reduce your request rate.");
    faults.clear();
    assertThatCode(() -> list(gate.submitter)).doesNotThrowAnyException();
  }

  @Test
  void servicesTakeTheirTime() {
    faults.stsLatency(Duration.ofMillis(300));
    faults.s3Latency(Duration.ofMillis(200));
    assertThat(elapsed(() -> gate.assume(TestWorld.READER)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(elapsed(() -> list(gate.submitter))).isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void revokesByNameButNotTheNextSessionOfThatName() {
    AwsCredentials first = gate.assume(TestWorld.JOB_ROLE);
    AwsCredentials second = gate.assume(TestWorld.JOB_ROLE);
    assertThat(faults.revoke("test")).isEqualTo(2);
    assertThat(faults.revoke("test")).isZero();
    for (AwsCredentials revoked : List.of(first, second)) {
      assertFails(() -> list(revoked), 400, "ExpiredToken", "The provided token has expired.");
    }
    AwsCredentials next = gate.assume(TestWorld.JOB_ROLE);
    assertThatCode(() -> list(next)).doesNotThrowAnyException();
  }

  @Test
  void revokesByAccessKeyIdOnlyThatSession() {
    AwsCredentials first = gate.assume(TestWorld.JOB_ROLE);
    AwsCredentials second = gate.assume(TestWorld.JOB_ROLE);
    assertThat(faults.revoke(first.accessKeyId())).isEqualTo(1);
    assertFails(() -> list(first), 400, "ExpiredToken", "The provided token has expired.");
    assertThatCode(() -> list(second)).doesNotThrowAnyException();
  }

  @Test
  void serverClockIsWrong() {
    faults.clockSkew(Duration.ofHours(1));
    assertFails(
        () -> list(gate.submitter),
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.");
  }

  @Test
  void stsAnswersWithAnotherRole() {
    faults.answerWithRole(TestWorld.WRITER);
    assertThat(assumedRole()).isEqualTo("arn:aws:sts::222222222222:assumed-role/writer/test");
    faults.answerWithRole("arn:aws:iam::999999999999:role/path/evil");
    assertThat(assumedRole()).isEqualTo("arn:aws:sts::999999999999:assumed-role/evil/test");
    faults.answerWithRole(null);
    assertThat(assumedRole()).isEqualTo("arn:aws:sts::222222222222:assumed-role/reader/test");
    assertThatThrownBy(() -> faults.answerWithRole("reader"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the ARN of a role: reader");
  }

  private String assumedRole() {
    try (StsClient sts = gate.clients.sts(gate.submitter)) {
      return sts.assumeRole(r -> r.roleArn(TestWorld.READER).roleSessionName("test"))
          .assumedRoleUser()
          .arn();
    }
  }

  private void list(AwsCredentials credentials) {
    try (S3Client s3 = gate.clients.s3(credentials)) {
      s3.listObjectsV2(r -> r.bucket("jobs"));
    }
  }

  private static Duration elapsed(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
