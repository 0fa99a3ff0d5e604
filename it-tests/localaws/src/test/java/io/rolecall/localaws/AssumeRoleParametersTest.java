package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Which parameters AssumeRole refuses, and what it says. */
final class AssumeRoleParametersTest {
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
