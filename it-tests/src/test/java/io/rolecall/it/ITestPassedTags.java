package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * A base identity whose session has transitive tags, as that of an EKS Pod Identity, meets roles
 * that allow {@code sts:TagSession} and one that does not.
 */
class ITestPassedTags {

  private static final String POD = "arn:aws:iam::111111111111:role/pod";

  private static final String WITHOUT_TAGS =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole"}]}
      """
          .formatted(POD);

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account(
                  "111111111111",
                  account ->
                      account
                          .user("eks")
                          .role("pod", role -> role.trusts("arn:aws:iam::111111111111:user/eks")))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .role("untagged", role -> role.trustPolicy(WITHOUT_TAGS).read("partner"))
                          .role(
                              "tagged",
                              role ->
                                  role.trustPolicy(
                                          WITHOUT_TAGS.replace(
                                              "\"sts:AssumeRole\"",
                                              "[\"sts:AssumeRole\", \"sts:TagSession\"]"))
                                      .read("partner"))));

  @Started private static LocalAws aws;

  private Configuration conf;

  @BeforeEach
  void configure() throws IOException {
    aws.put("partner", "x", new byte[10]);
    conf = S3Conf.rolecall(aws.endpoint(), "60s");
  }

  /** Who calls STS: a session with a tag that goes along, or without any. */
  private void isPod(boolean tagged) {
    AccessKey eks = aws.credentialsOf("111111111111", "eks");
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(eks.accessKeyId(), eks.secretAccessKey())))
            .build()) {
      Credentials session =
          sts.assumeRole(
                  request -> {
                    request.roleArn(POD).roleSessionName("eks-jobs-driver");
                    if (tagged) {
                      request
                          .tags(Tag.builder().key("kubernetes-namespace").value("jobs").build())
                          .transitiveTagKeys("kubernetes-namespace");
                    }
                  })
              .credentials();
      conf.set("fs.s3a.access.key", session.accessKeyId());
      conf.set("fs.s3a.secret.key", session.secretAccessKey());
      conf.set("fs.s3a.session.token", session.sessionToken());
    }
  }

  private long length(String role) throws IOException {
    S3Conf.role(conf, "partner", "arn:aws:iam::222222222222:role/" + role);
    Path path = new Path("s3a://partner/x");
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), conf)) {
      return fs.getFileStatus(path).getLen();
    }
  }

  @Test
  void aRoleThatDoesNotAllowTagsIsRefusedThoughTheRouteHasNone() {
    isPod(true);
    assertThatThrownBy(() -> length("untagged"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("is not authorized to perform: sts:TagSession")
        .hasMessageContaining(
            "The route sends no tags: the caller's own session passes its on, as that of EKS Pod"
                + " Identity does, and sts:TagSession has to be allowed for them.")
        .hasMessageContaining(
            "its trust policy needs {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                + POD
                + "\"},\"Action\":[\"sts:TagSession\"]}");
  }

  @Test
  void aRoleThatAllowsThemIsAssumed() throws IOException {
    isPod(true);
    assertThat(length("tagged")).isEqualTo(10);
  }

  /** {@code disableSessionTags} of the association. */
  @Test
  void withoutTagsEachRoleIsAssumed() throws IOException {
    isPod(false);
    assertThat(length("untagged")).isEqualTo(10);
  }
}
