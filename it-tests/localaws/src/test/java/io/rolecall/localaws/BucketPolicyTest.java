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
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Buckets with policies, asked by their own account and by another, through S3's API. */
final class BucketPolicyTest {
  private static final String OWNER = "333333333333";
  private static final String PARTNER = "444444444444";
  private static final String OWN = "arn:aws:iam::333333333333:role/own";
  private static final String OTHER = "arn:aws:iam::444444444444:role/partner";
  private static final String OTHERS_SESSION =
      "arn:aws:sts::444444444444:assumed-role/partner/test";
  private static final String NARROW =
      """
      {"Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}}
      """;

  private static GateFixture gate;

  @BeforeAll
  static void start() throws IOException {
    gate =
        new GateFixture(
            world ->
                world
                    .account(
                        OWNER,
                        owner ->
                            owner
                                .bucket("shared", policy())
                                .role("own", role -> role.trusts(TestWorld.SUBMITTER)))
                    .account(
                        PARTNER,
                        partner ->
                            partner.role(
                                "partner",
                                role ->
                                    role.trusts(TestWorld.SUBMITTER)
                                        .readWrite("shared", "in")
                                        .read("shared"))));
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
  }

  private static String policy() {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"AWS": "%s"},
       "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/role/*"},
      {"Effect": "Allow", "Principal": {"AWS": "arn:aws:sts::333333333333:assumed-role/own/test"},
       "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/session/*"},
      {"Effect": "Allow", "Principal": {"AWS": "444444444444"},
       "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
       "Resource": "arn:aws:s3:::shared/in/*"},
      {"Effect": "Allow", "Principal": {"AWS": "444444444444"},
       "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::shared",
       "Condition": {"StringEquals": {"s3:delimiter": "/"}}},
      {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
       "Resource": "arn:aws:s3:::shared/in/closed/*"}]}
    """
        .formatted(OWN);
  }

  @Test
  void aBucketThatNamesARoleOfItsAccountIsEnough() {
    assertThatCode(() -> as(gate.assume(OWN), s3 -> get(s3, "role/x"))).doesNotThrowAnyException();
    assertFails(
        () -> as(gate.assume(OWN), s3 -> get(s3, "x")),
        403,
        "AccessDenied",
        "User: arn:aws:sts::333333333333:assumed-role/own/test is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::shared/x\" because no identity-based"
            + " policy allows the s3:GetObject action");
  }

  @Test
  void aSessionPolicyLimitsWhatTheRoleIsGivenButNotTheSession() {
    AwsCredentials narrowed = gate.assume(OWN, r -> r.policy(NARROW));
    assertFails(
        () -> as(narrowed, s3 -> get(s3, "role/x")),
        403,
        "AccessDenied",
        "User: arn:aws:sts::333333333333:assumed-role/own/test is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::shared/role/x\" because no session policy"
            + " allows the s3:GetObject action");
    assertThatCode(() -> as(narrowed, s3 -> get(s3, "session/x"))).doesNotThrowAnyException();
  }

  @Test
  void aForeignBucketNeedsBothSides() {
    AwsCredentials other = gate.assume(OTHER);
    assertThatCode(() -> as(other, s3 -> get(s3, "in/x"))).doesNotThrowAnyException();
    // Only its own policies allow it.
    assertFails(() -> as(other, s3 -> get(s3, "role/x")), 403, "AccessDenied", "Access Denied");
    // Only the bucket's policy allows it.
    assertFails(
        () -> as(gate.assume(OTHER, r -> r.policy(NARROW)), s3 -> get(s3, "in/x")),
        403,
        "AccessDenied",
        "User: "
            + OTHERS_SESSION
            + " is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::shared/in/x\""
            + " because no session policy allows the s3:GetObject action");
    assertFails(
        () -> as(other, s3 -> get(s3, "in/closed/x")), 403, "AccessDenied", "Access Denied");
  }

  @Test
  void aBulkDeleteInAForeignBucketIsDecidedKeyByKey() {
    try (S3Client s3 = gate.clients.s3(gate.assume(OTHER))) {
      assertThat(
              s3.deleteObjects(
                      r -> r.bucket("shared").delete(d -> d.objects(key("in/closed/x"), key("x"))))
                  .errors())
          .extracting(S3Error::key)
          .containsExactly("in/closed/x", "x");
    }
  }

  @Test
  void listingsTellTheirDelimiter() {
    AwsCredentials other = gate.assume(OTHER);
    assertThatCode(() -> as(other, s3 -> s3.listObjectsV2(r -> r.bucket("shared").delimiter("/"))))
        .doesNotThrowAnyException();
    assertFails(
        () -> as(other, s3 -> s3.listObjectsV2(r -> r.bucket("shared"))),
        403,
        "AccessDenied",
        "Access Denied");
  }

  /** S3's reference has s3:prefix for ListBucket and ListBucketVersions alone. */
  @Test
  void listingsOfUploadsHaveNoPrefixForConditions() {
    String byPrefix =
        """
        {"Statement": {"Effect": "Allow", "Action": "s3:List*", "Resource": "*",
          "Condition": {"StringLike": {"s3:prefix": "*"}}}}
        """;
    AwsCredentials reader = gate.assume(TestWorld.READER, r -> r.policy(byPrefix));
    assertThatCode(() -> as(reader, s3 -> s3.listObjectsV2(r -> r.bucket("data").prefix("a/"))))
        .doesNotThrowAnyException();
    assertFails(
        () -> as(reader, s3 -> s3.listMultipartUploads(r -> r.bucket("data").prefix("a/"))),
        403,
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/reader/test is not authorized to perform:"
            + " s3:ListBucketMultipartUploads on resource: \"arn:aws:s3:::data\" because no session"
            + " policy allows the s3:ListBucketMultipartUploads action");
  }

  @Test
  void aDenyNamesTheBucketsPolicyInTheOwnAccount() {
    assertFails(
        () -> as(gate.assume(OWN), s3 -> get(s3, "in/closed/x")),
        403,
        "AccessDenied",
        "User: arn:aws:sts::333333333333:assumed-role/own/test is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::shared/in/closed/x\" with an explicit deny"
            + " in a resource-based policy");
  }

  private static void as(AwsCredentials credentials, Consumer<S3Client> call) {
    try (S3Client s3 = gate.clients.s3(credentials)) {
      call.accept(s3);
    }
  }

  private static void get(S3Client s3, String key) {
    s3.getObjectAsBytes(r -> r.bucket("shared").key(key));
  }

  private static ObjectIdentifier key(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }
}
