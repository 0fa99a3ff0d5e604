package io.rolecall.doctor.written;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.CheckStep.Outcome;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What {@code rolecall check} sees of keys and jars without asking anybody. */
class ChecksTest {

  private static final String ROLE = "arn:aws:iam::111111111111:role/one";

  private final Configuration conf = new Configuration();

  private List<CheckStep> keys(String... buckets) {
    return new KeyCheck.Keys(conf, List.of(buckets), false, Set.of()).check();
  }

  private static List<CheckStep> jars(String hadoop, String... jars) {
    return new ClassPathCheck(String.join(":", jars), hadoop).check();
  }

  @Test
  void knownKeysAreFine() {
    conf.set("fs.s3a.rolecall.renewal.lead", "40");
    conf.set("fs.s3a.bucket.b1.rolecall.renewal.lead", "40");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", ROLE);
    assertThat(keys("b1")).isEmpty();
  }

  @Test
  void keysOfDatabricksAreToldByTheirNamesHere() {
    conf.set("fs.s3a.credentialsType", "AssumeRole");
    conf.set("fs.s3a.stsAssumeRole.arn", ROLE);
    conf.set("fs.s3a.bucket.b1.stsAssumeRole.externalId", "x-1");
    conf.set("fs.s3a.stsAssumeRole.stsEndpoint", "https://sts.eu-west-1.amazonaws.com");
    assertThat(keys("b1"))
        .containsExactly(
            databricks(
                "fs.s3a.bucket.b1.stsAssumeRole.externalId",
                "Set fs.s3a.bucket.b1.assumed.role.external.id, or write a route"),
            databricks(
                "fs.s3a.credentialsType",
                "Routes say which role is assumed, and how: remove the key"),
            databricks("fs.s3a.stsAssumeRole.arn", "Set fs.s3a.assumed.role.arn, or write a route"),
            databricks(
                "fs.s3a.stsAssumeRole.stsEndpoint",
                "Set fs.s3a.assumed.role.sts.endpoint, or write a route"));
  }

  private static CheckStep databricks(String key, String advice) {
    return CheckStep.warning(
        "configuration", key + " is a key of Databricks' own S3A, so nobody reads it here", advice);
  }

  @Test
  void misspeltKeysAreGuessed() {
    conf.set("fs.s3a.bucket.b1.assumed.role.externalid", "x");
    conf.set("fs.s3a.rolecall.jobid", "x");
    conf.set("fs.s3a.rolecall.nothing.like.it.at.all", "x");
    assertThat(keys("b1"))
        .containsExactly(
            CheckStep.failed(
                "configuration",
                "fs.s3a.bucket.b1.assumed.role.externalid is no key of Rolecall, so nobody reads it",
                "Did you mean fs.s3a.bucket.b1.assumed.role.external.id?"),
            CheckStep.failed(
                "configuration",
                "fs.s3a.rolecall.jobid is no key of Rolecall, so nobody reads it",
                "Did you mean fs.s3a.rolecall.job.id?"),
            CheckStep.failed(
                "configuration",
                "fs.s3a.rolecall.nothing.like.it.at.all is no key of Rolecall, so nobody reads it",
                "See docs/configuration.md for the keys, or remove it"));
  }

  @Test
  void keysOfBucketsWithoutRouteAreTold() {
    conf.set("fs.s3a.bucket.partner-dta.assumed.role.external.id", "x");
    assertThat(keys("partner-data"))
        .containsExactly(
            CheckStep.warning(
                "configuration",
                "fs.s3a.bucket.partner-dta.assumed.role.external.id is set, but no route names the"
                    + " bucket partner-dta",
                "Did you mean the bucket partner-data?"));
  }

  @Test
  void credentialsOfPlainS3aAreTold() {
    conf.set("fs.s3a.bucket.b1.aws.credentials.provider", "com.example.Provider");
    assertThat(keys("b1"))
        .containsExactly(
            CheckStep.warning(
                "configuration",
                "fs.s3a.bucket.b1.aws.credentials.provider = com.example.Provider is not used: routes"
                    + " decide",
                "Remove the key. The credentials that may call STS are the base identity's"));
  }

  @Test
  void s3asOwnWayToARoleIsNoMistake() {
    conf.set(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider");
    conf.set("fs.s3a.assumed.role.credentials.provider", "com.example.Provider");
    assertThat(keys("b1")).isEmpty();
    conf.set("fs.s3a.rolecall.base.identity", "chain");
    assertThat(keys("b1"))
        .containsExactly(
            CheckStep.warning(
                "configuration",
                "fs.s3a.assumed.role.credentials.provider = com.example.Provider is not used:"
                    + " fs.s3a.rolecall.base.identity goes before it",
                "Remove the key. The credentials that may call STS are the base identity's"));
  }

  @Test
  void aClassPathThatFitsIsTold() {
    assertThat(jars("3.4.1", "/a/hadoop-aws-3.4.1.jar", "/a/s3-2.24.6.jar", "/a/other-1.jar"))
        .singleElement()
        .extracting(CheckStep::outcome)
        .isEqualTo(Outcome.OK);
  }

  @Test
  void anOldHadoopIsRefused() {
    assertThat(jars("3.3.6"))
        .containsExactly(
            CheckStep.failed(
                "class path",
                "Hadoop 3.3.6 is too old: its S3A lacks what Rolecall stands on",
                "Use Hadoop 3.4.1 or later"));
    assertThat(jars("3.6.0")).extracting(CheckStep::outcome).containsExactly(Outcome.WARNING);
  }

  @Test
  void jarsThatAreThereTwiceAreTold() {
    assertThat(jars("3.4.1", "/a/hadoop-aws-3.4.1.jar", "/b/hadoop-aws-3.4.1.jar"))
        .containsExactly(
            CheckStep.warning(
                "class path",
                "hadoop-aws is there twice: /a/hadoop-aws-3.4.1.jar, /b/hadoop-aws-3.4.1.jar",
                "Keep one"));
    assertThat(jars("3.4.1", "/a/sdk-core-2.24.6.jar", "/b/sdk-core-2.29.52.jar"))
        .containsExactly(
            CheckStep.failed(
                "class path",
                "sdk-core is there in several versions, of which the first wins:"
                    + " /a/sdk-core-2.24.6.jar, /b/sdk-core-2.29.52.jar",
                "Keep one"));
  }

  @Test
  void bundleBesideModulesIsTold() {
    assertThat(jars("3.4.1", "/a/bundle-2.24.6.jar", "/a/s3-2.24.6.jar"))
        .extracting(CheckStep::outcome)
        .containsExactly(Outcome.WARNING);
    assertThat(jars("3.4.1", "/a/bundle-2.24.6.jar", "/a/s3-2.29.52.jar"))
        .containsExactly(
            CheckStep.failed(
                "class path",
                "the AWS SDK is there twice: as bundle ([2.24.6]) and as modules ([2.29.52])",
                "Keep the bundle or the modules, whichever your Hadoop came with"));
  }

  @Test
  void hadoopAwsOfAnotherReleaseIsTold() {
    assertThat(jars("3.4.1", "/a/hadoop-aws-3.4.2.jar"))
        .containsExactly(
            CheckStep.failed(
                "class path",
                "hadoop-aws is 3.4.2, but Hadoop is 3.4.1",
                "Use the hadoop-aws of the same Hadoop release"));
  }
}
