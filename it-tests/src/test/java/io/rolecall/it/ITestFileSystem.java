package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One file system, without Spark: routes, refusals, expiries, tokens. */
class ITestFileSystem {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String A_ROLE = "arn:aws:iam::222222222222:role/a";
  private static final String B_ROLE = "arn:aws:iam::222222222222:role/b";
  private static final String CLOSED_ROLE = "arn:aws:iam::222222222222:role/closed";
  private static final String EXTERNAL_ROLE = "arn:aws:iam::222222222222:role/external";

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("data")
                          .bucket("data2")
                          .role("a", role -> role.trusts(ME).readWrite("data"))
                          .role("b", role -> role.trusts(ME).readWrite("data"))
                          .role("closed", role -> role.trusts(A_ROLE).readWrite("data"))
                          .role(
                              "external",
                              role -> role.trusts(ME).externalId("right").readWrite("data"))));

  @Started private static LocalAws aws;

  private Configuration conf;
  private FileSystem fs;

  @BeforeEach
  void configure() {
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
  }

  @AfterEach
  void close() throws IOException {
    if (fs != null) {
      fs.close();
    }
  }

  private void open(String bucket) throws IOException {
    fs = S3Files.open(conf, bucket);
  }

  private void write(String path) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      out.write("text".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Set<String> signers(String keyPrefix) {
    return aws.log()
        .s3()
        .filter(entry -> String.valueOf(entry.key()).startsWith(keyPrefix))
        .map(entry -> String.valueOf(entry.principalArn()).replaceAll("/[^/]*$", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void aBucketIsNoPrefixOfAnother() {
    S3Conf.role(conf, "data", A_ROLE);
    assertThatThrownBy(() -> open("data2"))
        .hasMessageContaining(
            "s3a://data2: no route: Rolecall uses no identity that is not routed. Add a route for"
                + " s3a://data2 to fs.s3a.rolecall.routes or fs.s3a.rolecall.routes.file, or set"
                + " fs.s3a.bucket.data2.assumed.role.arn");
  }

  @Test
  void saysThatARoleDoesNotTrustTheCaller() throws Exception {
    S3Conf.role(conf, "data", CLOSED_ROLE);
    open("data");
    assertThatThrownBy(() -> fs.getFileStatus(new Path("s3a://data/x")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(
            "s3a://data -> "
                + CLOSED_ROLE
                + ": STS refused "
                + CLOSED_ROLE
                + " to base identity from fs.s3a.access.key: AccessDenied: User: "
                + ME
                + " is not authorized to perform: sts:AssumeRole on resource: "
                + CLOSED_ROLE)
        .hasMessageContaining(
            "Check that the role exists, that its trust policy names the caller and asks for no"
                + " external id (none is configured), and that the caller may sts:AssumeRole it");
    // Not an endless loop: one call, and the next only after the backoff.
    assertThat(aws.log().sts()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void saysThatTheExternalIdIsWrong() throws Exception {
    S3Conf.role(conf, "data", EXTERNAL_ROLE);
    conf.set("fs.s3a.assumed.role.external.id", "wrong");
    open("data");
    assertThatThrownBy(() -> fs.getFileStatus(new Path("s3a://data/x")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("and the external id of 5 characters that is configured");
  }

  @Test
  void repeatsOnceWhatMetARevokedSession() throws Exception {
    S3Conf.role(conf, "data", A_ROLE);
    open("data");
    write("s3a://data/revoked");
    try (FSDataInputStream in = fs.open(new Path("s3a://data/revoked"))) {
      revokeCurrentSession();
      aws.log().clear();
      assertThat(in.readAllBytes()).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
      assertThat(expired()).hasSize(1);
    }
    revokeCurrentSession();
    aws.log().clear();
    try (FSDataOutputStream out = fs.create(new Path("s3a://data/revoked2"), true)) {
      out.write(new byte[100]);
    }
    assertThat(expired()).hasSize(1);
    assertThat(aws.get("data", "revoked2")).hasSize(100);
  }

  private static void revokeCurrentSession() {
    String key =
        aws.log()
            .s3()
            .map(entry -> entry.client().accessKeyId())
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(aws.faults().revoke(key)).isEqualTo(1);
  }

  private static List<Entry> expired() {
    return aws.log().s3().filter(entry -> entry.status() == 400).toList();
  }

  @Test
  void aTrueDenialCostsNoFurtherRequest() throws Exception {
    conf.set(
        "fs.s3a.assumed.role.policy",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::data/allowed/*\"]}]}");
    S3Conf.role(conf, "data", A_ROLE);
    open("data");
    assertThatThrownBy(() -> write("s3a://data/denied/x"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(aws.log().operation("PutObject").filter(entry -> entry.status() == 403))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(aws.log().operation("AssumeRole")).hasSize(1);
  }

  @Test
  void aTokenServesAUserWithoutAnyIdentity() throws Exception {
    S3Conf.role(conf, "data", A_ROLE);
    open("data");
    write("s3a://data/by-token");
    Credentials tokens = new Credentials();
    assertThat(fs.addDelegationTokens("renewer", tokens)).hasSize(1);

    UserGroupInformation other = UserGroupInformation.createRemoteUser("other");
    other.addCredentials(tokens);
    Configuration bare = S3Conf.rolecall(aws.endpoint(), "60s");
    aws.log().clear();
    long length =
        other.doAs(
            (PrivilegedExceptionAction<Long>)
                () -> {
                  try (FileSystem bound = S3Files.open(bare, "data")) {
                    return bound.getFileStatus(new Path("s3a://data/by-token")).getLen();
                  }
                });
    assertThat(length).isEqualTo(4);
    assertThat(aws.log().sts()).isEmpty();
    assertThat(signers("by-token")).containsExactly("arn:aws:sts::222222222222:assumed-role/a");
  }

  @Test
  void anExecutorWithoutATokenUsesNoIdentityOfItsNode() {
    S3Conf.role(conf, "data", A_ROLE);
    conf.set("fs.s3a.rolecall.process", "executor");
    assertThatThrownBy(() -> open("data"))
        .hasMessageContaining(
            " has no Rolecall token for s3a://data and this executor has no channel to its driver: set"
                + " spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with tokens of"
                + " these buckets");
    assertThat(aws.log().entries()).isEmpty();
  }
}
