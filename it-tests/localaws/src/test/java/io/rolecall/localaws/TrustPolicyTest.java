package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/** What trust policies and the caller's own permissions let through STS's API. */
final class TrustPolicyTest {
  private static final String JOB = "333333333333";
  private static final String DATA = "444444444444";
  private static final String TEAM = "555555555555";
  private static final String CALLER = "arn:aws:iam::333333333333:user/caller";
  private static final String FIRST = "arn:aws:iam::333333333333:role/first";
  private static final String FIRST_SESSION = "arn:aws:sts::333333333333:assumed-role/first/test";
  private static final String PLAIN = "arn:aws:iam::444444444444:role/plain";
  private static final String TAGGED = "arn:aws:iam::444444444444:role/tagged";
  private static final String BY_TEAM = "arn:aws:iam::555555555555:role/by-team";

  private static GateFixture gate;
  private static AwsCredentials caller;
  private static AwsCredentials powerless;

  @BeforeAll
  static void start() throws IOException {
    String mayAssume =
        """
        {"Statement": [
          {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"},
          {"Effect": "Allow", "Action": ["sts:TagSession", "sts:SetSourceIdentity"],
           "Resource": ["arn:aws:iam::333333333333:role/*", "arn:aws:iam::444444444444:role/tagged",
             "arn:aws:iam::555555555555:role/*"]}]}
        """;
    String all = "\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";
    gate =
        new GateFixture(
            world ->
                world
                    .account(
                        JOB,
                        job ->
                            job.user("caller", user -> user.stsByPolicy().policy(mayAssume))
                                .user("powerless", user -> user.stsByPolicy())
                                .role(
                                    "first",
                                    role ->
                                        role.trustPolicy(trust("{\"AWS\":\"" + JOB + "\"}", all))
                                            .stsByPolicy()
                                            .policy(mayAssume)))
                    .account(
                        DATA,
                        data ->
                            data.role(
                                    "plain",
                                    role ->
                                        role.trustPolicy(
                                            trust(
                                                "{\"AWS\":\"" + JOB + "\"}", "\"sts:AssumeRole\"")))
                                .role(
                                    "tagged",
                                    role ->
                                        role.trustPolicy(trust("{\"AWS\":\"" + JOB + "\"}", all))))
                    .account(
                        TEAM,
                        team ->
                            team.bucket("teams")
                                .role(
                                    "by-team",
                                    role ->
                                        role.tag("team", "none")
                                            .trustPolicy(byTeam())
                                            .policy(ownFolder()))));
    caller = Clients.credentials(gate.aws.credentialsOf(JOB, "caller"));
    powerless = Clients.credentials(gate.aws.credentialsOf(JOB, "powerless"));
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
  }

  private static String trust(String principal, String actions) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": %s, "Action": [%s]}]}
    """
        .formatted(principal, actions);
  }

  private static String byTeam() {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"AWS": "333333333333"},
       "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]},
      {"Effect": "Allow", "Principal": {"AWS": "333333333333"}, "Action": "sts:TagSession",
       "Condition": {
         "StringLike": {"aws:RequestTag/team": "*"},
         "ForAllValues:StringEquals": {"aws:TagKeys": "team", "sts:TransitiveTagKeys": "team"}}}]}
    """;
  }

  private static String ownFolder() {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:GetObject",
       "Resource": "arn:aws:s3:::teams/${aws:PrincipalTag/team}/*"},
      {"Effect": "Deny", "Action": "*", "Resource": "*",
       "Condition": {"StringNotEqualsIfExists": {"aws:SourceIdentity": "alice"}}}]}
    """;
  }

  @Test
  void acrossAccountsTheCallerNeedsAPermissionOfItsOwn() {
    assertThatCode(() -> assume(caller, PLAIN, r -> {})).doesNotThrowAnyException();
    assertDenied(
        powerless, PLAIN, r -> {}, "arn:aws:iam::333333333333:user/powerless", "AssumeRole");
  }

  @Test
  void trustInTheAccountLeavesItToTheIdentitiesInOneAccount() {
    assertThatCode(() -> assume(caller, FIRST, r -> {})).doesNotThrowAnyException();
    assertDenied(
        powerless, FIRST, r -> {}, "arn:aws:iam::333333333333:user/powerless", "AssumeRole");
  }

  @Test
  void tagsNeedTagSessionOnBothSides() {
    Consumer<AssumeRoleRequest.Builder> tag = r -> r.tags(tag("team", "red"));
    assertThatCode(() -> assume(caller, TAGGED, tag)).doesNotThrowAnyException();
    // Neither the trust policy nor the caller's permission has it.
    assertDenied(caller, PLAIN, tag, CALLER, "TagSession");
  }

  @Test
  void aSourceIdentityNeedsSetSourceIdentityOnBothSides() {
    Consumer<AssumeRoleRequest.Builder> alice = r -> r.sourceIdentity("alice");
    assertThatCode(() -> assume(caller, TAGGED, alice)).doesNotThrowAnyException();
    assertDenied(caller, PLAIN, alice, CALLER, "SetSourceIdentity");
  }

  /** What EKS Pod Identity's tags do to a second role, which is asked for without any. */
  @Test
  void inheritedTagsNeedTagSessionAlthoughTheRequestHasNone() {
    AwsCredentials plain = session(caller, FIRST, r -> r.tags(tag("team", "red")));
    assertThatCode(() -> assume(plain, PLAIN, r -> {})).doesNotThrowAnyException();
    AwsCredentials transitive =
        session(caller, FIRST, r -> r.tags(tag("team", "red")).transitiveTagKeys("team"));
    assertDenied(transitive, PLAIN, r -> {}, FIRST_SESSION, "TagSession");
    assertThatCode(() -> assume(transitive, TAGGED, r -> {})).doesNotThrowAnyException();
  }

  @Test
  void anInheritedSourceIdentityNeedsSetSourceIdentity() {
    AwsCredentials alice = session(caller, FIRST, r -> r.sourceIdentity("alice"));
    assertDenied(alice, PLAIN, r -> {}, FIRST_SESSION, "SetSourceIdentity");
    assertThat(assume(alice, TAGGED, r -> {}).sourceIdentity()).isEqualTo("alice");
  }

  @Test
  void conditionsSeeTheTagsOfTheRequest() {
    assertThatCode(() -> assume(caller, BY_TEAM, r -> r.tags(tag("team", "red"))))
        .doesNotThrowAnyException();
    assertDenied(
        caller,
        BY_TEAM,
        r -> r.tags(tag("team", "red"), tag("admin", "yes")),
        CALLER,
        "TagSession");
    assertDenied(caller, BY_TEAM, r -> r.tags(tag("admin", "yes")), CALLER, "TagSession");
  }

  @Test
  void policiesSeeTheSessionsTagsAndSourceIdentity() {
    AwsCredentials red =
        session(caller, BY_TEAM, r -> r.sourceIdentity("alice").tags(tag("team", "red")));
    try (S3Client s3 = gate.clients.s3(red)) {
      assertThatCode(() -> s3.getObjectAsBytes(r -> r.bucket("teams").key("red/x")))
          .doesNotThrowAnyException();
      assertFails(
          () -> s3.getObjectAsBytes(r -> r.bucket("teams").key("none/x")),
          403,
          "AccessDenied",
          "User: arn:aws:sts::555555555555:assumed-role/by-team/test is not authorized to perform:"
              + " s3:GetObject on resource: \"arn:aws:s3:::teams/none/x\" because no identity-based"
              + " policy allows the s3:GetObject action");
    }
    try (S3Client s3 = gate.clients.s3(session(caller, BY_TEAM, r -> r.sourceIdentity("bob")))) {
      assertFails(
          () -> s3.getObjectAsBytes(r -> r.bucket("teams").key("none/x")),
          403,
          "AccessDenied",
          "User: arn:aws:sts::555555555555:assumed-role/by-team/test is not authorized to perform:"
              + " s3:GetObject on resource: \"arn:aws:s3:::teams/none/x\" with an explicit deny in"
              + " an identity-based policy");
    }
  }

  @Test
  void transitiveTagsReachTheThirdSession() {
    AwsCredentials first =
        session(caller, FIRST, r -> r.tags(tag("team", "red")).transitiveTagKeys("team"));
    AwsCredentials second = session(first, FIRST, r -> {});
    assertFails(
        () -> assume(second, FIRST, r -> r.tags(tag("TEAM", "blue"))),
        400,
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a"
            + " transitive tag key from the calling session.");
  }

  @Test
  void aLimitOfPackedPoliciesCountsTextAndTags() {
    gate.aws.faults().packedPolicyCharacters(100);
    String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    assertThat(policy).hasSize(60);
    try {
      assertThat(assume(caller, TAGGED, r -> {}).packedPolicySize()).isNull();
      assertThat(assume(caller, TAGGED, r -> r.policy(policy)).packedPolicySize()).isEqualTo(60);
      assertThat(
              assume(caller, TAGGED, r -> r.policy(policy).tags(tag("a".repeat(33), "1234567")))
                  .packedPolicySize())
          .isEqualTo(100);
      assertFails(
          () -> assume(caller, TAGGED, r -> r.policy(policy).tags(tag("a".repeat(33), "12345678"))),
          400,
          "PackedPolicyTooLarge",
          "Packed policy consumes 101% of allotted space, please use smaller policy.");
      assertFails(
          () -> assume(caller, TAGGED, r -> r.tags(tag("a".repeat(100), "123456789012"))),
          400,
          "PackedPolicyTooLarge",
          "Packed size of session tags consumes 112% of allotted space.");
    } finally {
      gate.aws.faults().clear();
    }
  }

  private static void assertDenied(
      AwsCredentials who,
      String roleArn,
      Consumer<AssumeRoleRequest.Builder> more,
      String arn,
      String action) {
    assertFails(
        () -> assume(who, roleArn, more),
        403,
        "AccessDenied",
        "User: "
            + arn
            + " is not authorized to perform: sts:"
            + action
            + " on resource: "
            + roleArn);
  }

  private static AwsCredentials session(
      AwsCredentials who, String roleArn, Consumer<AssumeRoleRequest.Builder> more) {
    return gate.clients.assume(who, roleArn, more);
  }

  private static AssumeRoleResponse assume(
      AwsCredentials who, String roleArn, Consumer<AssumeRoleRequest.Builder> more) {
    try (StsClient sts = gate.clients.sts(who)) {
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
