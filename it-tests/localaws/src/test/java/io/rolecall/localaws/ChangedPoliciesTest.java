package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.iam.RolePolicies;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.s3.S3Client;

/** Policies that an owner changes while their role is used. */
final class ChangedPoliciesTest {
  private static final String NOTHING_FOR_TEST =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"StringLike": {"aws:userid": "*:test"}}}]}
      """;

  private GateFixture gate;

  @BeforeEach
  void start() throws IOException {
    gate = new GateFixture();
  }

  @AfterEach
  void close() throws IOException {
    gate.close();
  }

  private void get(AwsSessionCredentials session) {
    try (S3Client s3 = gate.clients.s3(session)) {
      s3.getObjectAsBytes(r -> r.bucket("data").key("x"));
    }
  }

  @Test
  void permissionsHoldAtOnceForSessionsThatThereAre() {
    RolePolicies policies = gate.aws.policiesOf(TestWorld.READER);
    AwsSessionCredentials session = gate.assume(TestWorld.READER);
    AwsSessionCredentials other = gate.assume(TestWorld.READER, r -> r.roleSessionName("other"));
    policies.put("revoked", NOTHING_FOR_TEST);
    assertFails(
        () -> get(session),
        403,
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/reader/test is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::data/x\" with an explicit deny in an"
            + " identity-based policy");
    assertFails(
        () -> get(gate.assume(TestWorld.READER)),
        403,
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/reader/test is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::data/x\" with an explicit deny in an"
            + " identity-based policy");
    assertThatCode(() -> get(other)).doesNotThrowAnyException();
    policies.delete("revoked");
    assertThatCode(() -> get(session)).doesNotThrowAnyException();
    assertThatThrownBy(() -> policies.delete("revoked")).hasMessage("reader: no policy revoked");
  }

  private static String trust(String more) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "sts:AssumeRole",
       "Principal": {"AWS": "arn:aws:iam::111111111111:user/submitter"}}%s]}
    """
        .formatted(more);
  }

  private static final String DENIED =
      """
      , {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"},
         "Condition": {"StringEquals": {"sts:RoleSessionName": "test"}}}
      """;

  /** What is told is told in the role's own account alone. */
  @Test
  void trustIsReplaced() {
    for (String role : new String[] {TestWorld.JOB_ROLE, TestWorld.READER}) {
      RolePolicies policies = gate.aws.policiesOf(role);
      policies.updateTrust(trust(DENIED));
      assertFails(
          () -> gate.assume(role),
          403,
          "AccessDenied",
          "User: arn:aws:iam::111111111111:user/submitter is not authorized to perform:"
              + " sts:AssumeRole on resource: "
              + role
              + (role.equals(TestWorld.JOB_ROLE)
                  ? " with an explicit deny in the role trust policy"
                  : ""));
      assertThatCode(() -> gate.assume(role, r -> r.roleSessionName("other")))
          .doesNotThrowAnyException();
      policies.updateTrust(trust(""));
      assertThatCode(() -> gate.assume(role)).doesNotThrowAnyException();
    }
  }

  @Test
  void whatAwsWouldRefuseChangesNothing() {
    RolePolicies policies = gate.aws.policiesOf(TestWorld.READER);
    assertThatThrownBy(() -> policies.put("broken", "{\"Statement\":[{}]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reader: Effect must be Allow or Deny.");
    assertThatThrownBy(() -> policies.updateTrust("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reader: Missing required field Statement.");
    assertThatCode(() -> get(gate.assume(TestWorld.READER))).doesNotThrowAnyException();
    assertThatThrownBy(() -> gate.aws.policiesOf(TestWorld.READER + "2"))
        .hasMessage("no role " + TestWorld.READER + "2");
  }
}
