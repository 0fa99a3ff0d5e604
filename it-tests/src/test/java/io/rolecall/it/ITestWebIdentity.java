package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The guide for EKS: a pod with a service account's role: its token file rotates. */
class ITestWebIdentity {

  private static final String SUBJECT = "system:serviceaccount:jobs:etl";
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String POD = "arn:aws:iam::111111111111:role/pod";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"));

  private static final GuidePage GUIDE = GuidePage.of("web-identity");

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  "111111111111",
                  account ->
                      account
                          .bucket("own")
                          .oidcProvider(ISSUER, AUDIENCE)
                          .role("pod", r -> r.trustsWebIdentity(ISSUER, SUBJECT).readWrite("own")))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .role("reader", r -> r.trusts(POD).read("partner"))));

  @Started private static LocalAws aws;

  @TempDir private java.nio.file.Path directory;
  private java.nio.file.Path tokenFile;
  private Configuration conf;

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "partner".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() throws IOException {
    tokenFile = directory.resolve("token");
    writeToken(SUBJECT, AUDIENCE, Duration.ofMinutes(10));
    conf = S3Conf.rolecall(aws.endpoint(), "5s");
    conf.set("fs.s3a.rolecall.session.wait", "2s");
  }

  @AfterEach
  void forgetThePod() {
    System.clearProperty("aws.webIdentityTokenFile");
    System.clearProperty("aws.roleArn");
  }

  private String writeToken(String subject, String audience, Duration validity) throws IOException {
    Instant end = Instant.now().plus(validity);
    String token =
        ISSUER.issue(
            Algorithm.RS256, Map.of("sub", subject, "aud", audience, "exp", end.getEpochSecond()));
    // As the kubelet does it: readers see the old one or the new one.
    java.nio.file.Path next = Files.writeString(directory.resolve("next"), token);
    Files.move(next, tokenFile, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return token;
  }

  private void asPodOfEks() {
    System.setProperty("aws.webIdentityTokenFile", tokenFile.toString());
    System.setProperty("aws.roleArn", POD);
    GUIDE.settings("pod").forEach(conf::set);
  }

  private void direct() {
    conf.set(
        "fs.s3a.rolecall.routes",
        GUIDE.block(
            "direct",
            "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
            tokenFile.toString()));
  }

  private static long length(FileSystem fs, String bucket) throws IOException {
    return fs.getFileStatus(new Path("s3a://" + bucket + "/f")).getLen();
  }

  @Test
  void thePodsRoleAssumesTheRoutesRolesAndTheTokenIsReadAgain() throws IOException {
    asPodOfEks();
    writeToken(SUBJECT, AUDIENCE, Duration.ofSeconds(6));
    try (FileSystem fs = S3Files.open(conf, "partner")) {
      assertThat(length(fs, "partner")).isEqualTo(7);
      writeToken(SUBJECT, AUDIENCE, Duration.ofMinutes(10));
      Await.until(
          PATIENCE,
          () -> {
            assertThat(length(fs, "partner")).isEqualTo(7);
            return aws.log().operation("AssumeRoleWithWebIdentity").count() >= 4;
          });
    }
    assertThat(aws.log().operation("AssumeRoleWithWebIdentity"))
        .allMatch(entry -> entry.status() == 200)
        .allMatch(entry -> entry.client().accessKeyId() == null);
    assertThat(aws.log().operation("AssumeRole"))
        .isNotEmpty()
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::111111111111:assumed-role/pod/"));
  }

  @Test
  void theTokenGivesTheRoutesRoleItself() throws IOException {
    direct();
    try (FileSystem fs = S3Files.open(conf, "own")) {
      fs.create(new Path("s3a://own/f")).close();
    }
    assertThat(aws.log().operation("AssumeRole")).isEmpty();
    assertThat(aws.log().operation("PutObject"))
        .isNotEmpty()
        .allMatch(
            entry ->
                String.valueOf(entry.principalArn())
                    .startsWith("arn:aws:sts::111111111111:assumed-role/pod/"));
  }

  private void refuses(String token, String... parts) throws IOException {
    direct();
    try (FileSystem fs = S3Files.open(conf, "own")) {
      assertThatThrownBy(() -> length(fs, "own"))
          .isInstanceOf(AccessDeniedException.class)
          .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain(token));
    }
    assertThat(aws.log().s3()).isEmpty();
  }

  @Test
  void saysThatTheTokenHasExpired() throws IOException {
    refuses(
        writeToken(SUBJECT, AUDIENCE, Duration.ofSeconds(-1)),
        "STS refused " + POD + " to the web identity token of " + tokenFile,
        ": ExpiredTokenException: Token expired",
        ". Whoever writes the file must replace it in time; on EKS, that is the kubelet");
  }

  @Test
  void saysThatTheTokenIsForSomebodyElse() throws IOException {
    refuses(
        writeToken(SUBJECT, "api", Duration.ofMinutes(1)),
        ": InvalidIdentityToken: Incorrect token audience. IAM has no OIDC provider for the token's"
            + " issuer in the role's account, or the token's audience is none of that provider's");
  }

  @Test
  void saysThatTheRoleDoesNotTrustTheSubject() throws IOException {
    refuses(
        writeToken("system:serviceaccount:jobs:other", AUDIENCE, Duration.ofMinutes(1)),
        ": AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. Check that the"
            + " role exists and that its trust policy lets the OIDC provider do"
            + " sts:AssumeRoleWithWebIdentity, with conditions that fit the token's sub and aud. As"
            + " the route is, its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
            + "\"arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE\"},"
            + "\"Action\":[\"sts:AssumeRoleWithWebIdentity\"],\"Condition\":{\"StringEquals\":{"
            + "\"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:aud\":[\""
            + AUDIENCE
            + "\"],\"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub\":["
            + "\"system:serviceaccount:jobs:other\"]}}}");
  }

  @Test
  void saysThatTheTokenFileIsEmpty() throws IOException {
    Files.writeString(tokenFile, "\n");
    refuses(
        "none",
        "web identity token file "
            + tokenFile
            + " is empty. On EKS, the pod's service account has");
  }

  @Test
  void saysThatTheTokenFileIsMissing() throws IOException {
    Files.delete(tokenFile);
    refuses("none", "web identity token file " + tokenFile + " does not exist. On EKS,");
  }

  @Test
  void saysThatTheFileHoldsNoToken() throws IOException {
    Files.writeString(tokenFile, "opaque");
    refuses("opaque", "web identity token file " + tokenFile + " holds no JSON Web Token. On EKS,");
  }
}
