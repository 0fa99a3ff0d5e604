package io.rolecall.localaws;

import static io.rolecall.localaws.AwsFailures.assertFails;
import static io.rolecall.localaws.AwsFailures.assertFailsBare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Who may do what in which account's bucket. */
final class S3AuthorizationTest {
  private static GateFixture gate;

  @BeforeAll
  static void start() throws IOException {
    gate = new GateFixture();
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
  }

  @Test
  void readerReadsAndLists() {
    assertAllowed(TestWorld.READER, s3 -> s3.getObjectAsBytes(r -> r.bucket("data").key("k")));
    assertAllowed(TestWorld.READER, s3 -> s3.headBucket(r -> r.bucket("data")));
    assertAllowed(TestWorld.READER, s3 -> s3.getBucketLocation(r -> r.bucket("data")));
    assertAllowed(TestWorld.READER, s3 -> s3.listMultipartUploads(r -> r.bucket("data")));
  }

  /** As AWS documents for HeadObject and GetObject: 404 to who may list the bucket, else 403. */
  @Test
  void thatAnObjectIsMissingIsToldToWhoMayListItsName() {
    assertFailsBare(
        () -> as(TestWorld.READER, s3 -> s3.headObject(r -> r.bucket("data").key("none"))), 404);
    assertFailsBare(
        () -> as(TestWorld.UNLISTED, s3 -> s3.headObject(r -> r.bucket("data").key("in/none"))),
        404);
    assertFailsBare(
        () -> as(TestWorld.UNLISTED, s3 -> s3.headObject(r -> r.bucket("data").key("out/none"))),
        403);
    assertFails(
        () ->
            as(
                TestWorld.UNLISTED,
                s3 -> s3.getObjectAsBytes(r -> r.bucket("data").key("out/none"))),
        403,
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/unlisted/test is not authorized to perform:"
            + " s3:ListBucket on resource: \"arn:aws:s3:::data\" because no identity-based policy"
            + " allows the s3:ListBucket action");
  }

  @Test
  void readerDoesNotWrite() {
    Consumer<S3Client> put =
        s3 -> s3.putObject(r -> r.bucket("data").key("k"), RequestBody.fromString("x"));
    assertFails(
        () -> as(TestWorld.READER, put),
        403,
        "AccessDenied",
        "User: arn:aws:sts::222222222222:assumed-role/reader/test is not authorized to perform:"
            + " s3:PutObject on resource: \"arn:aws:s3:::data/k\" because no identity-based policy"
            + " allows the s3:PutObject action");
    assertDenied(TestWorld.READER, s3 -> s3.deleteObject(r -> r.bucket("data").key("k")));
    assertDenied(TestWorld.READER, s3 -> s3.deleteBucket(r -> r.bucket("data")));
  }

  @Test
  void writerOfOneBucketMayNotReadIt() {
    assertAllowed(
        TestWorld.WRITER,
        s3 -> s3.putObject(r -> r.bucket("archive").key("k"), RequestBody.fromString("x")));
    assertFailsBare(
        () -> as(TestWorld.WRITER, s3 -> s3.headObject(r -> r.bucket("archive").key("k"))), 403);
    assertDenied(TestWorld.WRITER, s3 -> s3.listObjectsV2(r -> r.bucket("archive")));
  }

  @Test
  void nobodyReachesAnotherAccountsBucket() {
    // the job role's own policy names the bucket, but its account does not own it
    Consumer<S3Client> list = s3 -> s3.listObjectsV2(r -> r.bucket("data"));
    assertFails(() -> as(TestWorld.JOB_ROLE, list), 403, "AccessDenied", "Access Denied");
  }

  @Test
  void userHasOnlyItsOwnRights() {
    try (S3Client s3 = gate.clients.s3(gate.stranger())) {
      assertFails(
          () -> s3.listObjectsV2(r -> r.bucket("jobs")),
          403,
          "AccessDenied",
          "User: arn:aws:iam::111111111111:user/stranger is not authorized to perform:"
              + " s3:ListBucket on resource: \"arn:aws:s3:::jobs\" because no identity-based policy"
              + " allows the s3:ListBucket action");
    }
  }

  @Test
  void unknownBucketIsNotFound() {
    assertFails(
        () -> as(TestWorld.READER, s3 -> s3.listObjectsV2(r -> r.bucket("nowhere"))),
        404,
        "NoSuchBucket",
        "The specified bucket does not exist");
  }

  @Test
  void storeThatIsGoneIsAnInternalError() throws IOException {
    try (GateFixture broken = new GateFixture()) {
      broken.stopStore();
      try (S3Client s3 = broken.clients.s3(broken.submitter)) {
        assertFails(
            () -> s3.listObjectsV2(r -> r.bucket("jobs")),
            500,
            "InternalError",
            "We encountered an internal error. Please try again.");
      }
    }
  }

  @Test
  void everybodySeesTheBucketsOfTheOwnAccount() {
    try (S3Client s3 = gate.clients.s3(gate.assume(TestWorld.READER))) {
      assertThat(s3.listBuckets().buckets())
          .extracting(Bucket::name)
          .containsExactly("archive", "data");
    }
  }

  @Test
  void pathRightsEndAtSlashes() {
    assertAllowed(TestWorld.TEAM, s3 -> put(s3, "teams/a/x"));
    assertAllowed(TestWorld.TEAM, s3 -> s3.headObject(r -> r.bucket("data").key("teams/a")));
    assertAllowed(TestWorld.TEAM, s3 -> list(s3, "teams/a/"));
    assertDenied(TestWorld.TEAM, s3 -> put(s3, "teams/ab"));
    assertDenied(TestWorld.TEAM, s3 -> put(s3, "teams/b/x"));
    assertDenied(TestWorld.TEAM, s3 -> list(s3, "teams/"));
    assertDenied(TestWorld.TEAM, s3 -> s3.listObjectsV2(r -> r.bucket("data")));
  }

  @Test
  void aPublicBucketIsReadAndListedByEverybodyAndNoMore() throws IOException {
    try (GateFixture world =
            new GateFixture(
                builder ->
                    builder.account("333333333333", account -> account.publicBucket("open")));
        S3Client nobody =
            world.clients.s3(AnonymousCredentialsProvider.create().resolveCredentials());
        S3Client stranger = world.clients.s3(world.stranger())) {
      nobody.getObjectAsBytes(r -> r.bucket("open").key("k"));
      nobody.listObjectsV2(r -> r.bucket("open"));
      assertThat(world.aws.log().s3())
          .hasSize(2)
          .allMatch(entry -> entry.principalArn() == null && entry.client().accessKeyId() == null);
      assertFails(
          () -> nobody.putObject(r -> r.bucket("open").key("k"), RequestBody.fromString("x")),
          403,
          "AccessDenied",
          "Access Denied");
      assertFails(
          () -> nobody.getObjectAsBytes(r -> r.bucket("data").key("k")),
          403,
          "AccessDenied",
          "Access Denied");
      // Of another account both policies count, the bucket's and the caller's.
      assertFails(
          () -> stranger.listObjectsV2(r -> r.bucket("open")),
          403,
          "AccessDenied",
          "User: arn:aws:iam::111111111111:user/stranger is not authorized to perform:"
              + " s3:ListBucket on resource: \"arn:aws:s3:::open\" because no identity-based policy"
              + " allows the s3:ListBucket action");
    }
  }

  @Test
  void copyNeedsToReadTheSource() {
    assertAllowed(TestWorld.WRITER, s3 -> copy(s3, "data", "archive"));
    assertDenied(TestWorld.WRITER, s3 -> copy(s3, "archive", "data"));
    assertDenied(TestWorld.WRITER, s3 -> copy(s3, "jobs", "data"));
    assertDenied(TestWorld.READER, s3 -> copy(s3, "data", "data"));
  }

  @Test
  void partCopyNeedsToReadTheSource() {
    assertDenied(
        TestWorld.WRITER,
        s3 ->
            s3.uploadPartCopy(
                r ->
                    r.sourceBucket("archive")
                        .sourceKey("k")
                        .destinationBucket("data")
                        .destinationKey("k")
                        .uploadId("id")
                        .partNumber(1)));
  }

  @Test
  void bulkDeleteIsDecidedKeyByKey() {
    try (S3Client s3 = gate.clients.s3(gate.assume(TestWorld.TEAM))) {
      DeleteObjectsResponse answer =
          s3.deleteObjects(
              r -> r.bucket("data").delete(d -> d.objects(key("teams/b/1"), key("teams/c/2"))));
      assertThat(answer.errors())
          .extracting(S3Error::key)
          .containsExactly("teams/b/1", "teams/c/2");
      assertThat(answer.errors()).extracting(S3Error::code).containsOnly("AccessDenied");
      assertThat(answer.errors().get(0).message())
          .contains("s3:DeleteObject on resource: \"arn:aws:s3:::data/teams/b/1\"");
    }
  }

  @Test
  void sessionPolicyNarrowsTheRole() {
    AwsCredentials session =
        narrowed(
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
               "Resource": "arn:aws:s3:::data/public/*"},
              {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}]}
            """);
    try (S3Client s3 = gate.clients.s3(session)) {
      assertThatCode(() -> s3.headObject(r -> r.bucket("data").key("public/x")))
          .doesNotThrowAnyException();
      assertFails(
          () -> s3.getObjectAsBytes(r -> r.bucket("data").key("private")),
          403,
          "AccessDenied",
          "User: arn:aws:sts::222222222222:assumed-role/writer/test is not authorized to perform:"
              + " s3:GetObject on resource: \"arn:aws:s3:::data/private\" because no session policy"
              + " allows the s3:GetObject action");
      assertFails(
          () -> put(s3, "public/x"),
          403,
          "AccessDenied",
          "User: arn:aws:sts::222222222222:assumed-role/writer/test is not authorized to perform:"
              + " s3:PutObject on resource: \"arn:aws:s3:::data/public/x\" with an explicit deny in"
              + " a session policy");
    }
  }

  @Test
  void sessionPolicyGivesNoRights() {
    AwsCredentials session =
        narrowed(
            """
            {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
            """);
    try (S3Client s3 = gate.clients.s3(session)) {
      assertFailsBare(() -> s3.headObject(r -> r.bucket("archive").key("k")), 403);
    }
  }

  private static AwsCredentials narrowed(String policy) {
    return gate.assume(TestWorld.WRITER, r -> r.policy(policy));
  }

  private static void assertAllowed(String roleArn, Consumer<S3Client> call) {
    assertThatCode(() -> as(roleArn, call)).doesNotThrowAnyException();
  }

  private static void assertDenied(String roleArn, Consumer<S3Client> call) {
    assertThatCode(() -> as(roleArn, call))
        .hasMessageContaining("Status Code: 403")
        .extracting("awsErrorDetails.errorCode")
        .isEqualTo("AccessDenied");
  }

  private static void as(String roleArn, Consumer<S3Client> call) {
    try (S3Client s3 = gate.clients.s3(gate.assume(roleArn))) {
      call.accept(s3);
    }
  }

  private static void put(S3Client s3, String key) {
    s3.putObject(r -> r.bucket("data").key(key), RequestBody.fromString("x"));
  }

  private static void list(S3Client s3, String prefix) {
    s3.listObjectsV2(r -> r.bucket("data").prefix(prefix));
  }

  private static void copy(S3Client s3, String from, String to) {
    s3.copyObject(
        r -> r.sourceBucket(from).sourceKey("k").destinationBucket(to).destinationKey("k"));
  }

  private static ObjectIdentifier key(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }
}
