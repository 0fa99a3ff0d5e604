package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.doctor.check.CheckStep;
import io.rolecall.doctor.check.CheckStep.Outcome;
import io.rolecall.doctor.check.Probe;
import io.rolecall.doctor.probe.LocationProbe;
import io.rolecall.doctor.probe.OpenLocation;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.route.S3Location;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.RoutesJson;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Probes do what they say, and leave a location as they have found it. */
@Tag("commands")
class ITestProbes {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String WRITER = "arn:aws:iam::222222222222:role/writer";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String BELOW = "arn:aws:iam::222222222222:role/below";
  private static final List<Probe> WRITING = List.of(Probe.WRITE, Probe.MULTIPART, Probe.RENAME);

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
                          .role("writer", role -> role.trusts(ME).readWrite("data"))
                          .role("reader", role -> role.trusts(ME).read("data"))
                          .role("below", role -> role.trusts(ME).readWrite("data", "new/prefix"))));

  @Started private static LocalAws aws;

  private Configuration conf;

  @BeforeEach
  void configure() throws IOException {
    conf = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    S3Conf.role(conf, "data", WRITER);
    for (String key : aws.list("data", "")) {
      aws.delete("data", key);
    }
    aws.put("data", "file", "x\n".getBytes(StandardCharsets.UTF_8));
    aws.log().clear();
  }

  private List<CheckStep> probe(String location, List<Probe> probes) {
    return LocationProbe.inJob(conf, S3Location.parse(location)).check(probes);
  }

  private static void allAreOk(List<CheckStep> steps) {
    assertThat(steps).isNotEmpty().allMatch(step -> step.outcome() == Outcome.OK);
  }

  @Test
  void leaveNothingWhereNothingWas() throws IOException {
    allAreOk(probe("s3a://data/new/prefix", WRITING));
    assertThat(aws.list("data", "")).containsExactly("file");
  }

  /** S3A itself could take the directory away, but would make one a level higher. */
  @Test
  void leaveNothingWhereTheRoleReachesNothingAbove() throws IOException {
    conf.unset("fs.s3a.bucket.data.assumed.role.arn");
    conf.set(
        "fs.s3a.rolecall.routes", new RoutesJson().role("s3a://data/new/prefix", BELOW).toString());
    allAreOk(probe("s3a://data/new/prefix", WRITING));
    assertThat(aws.list("data", "")).containsExactly("file");
  }

  @Test
  void leaveADirectoryThatWasThere() throws IOException {
    aws.put("data", "kept/", new byte[0]);
    allAreOk(probe("s3a://data/kept", WRITING));
    assertThat(aws.list("data", "")).containsExactly("file", "kept/");
  }

  @Test
  void aDirectoryStaysAsLongAsSomethingIsBelow() throws IOException {
    try (OpenLocation open = OpenLocation.of(conf, S3Location.parse("s3a://data/busy"))) {
      assertThat(open.isThere()).isFalse();
      aws.put("data", "busy/", new byte[0]);
      aws.put("data", "busy/somebodys", "x\n".getBytes(StandardCharsets.UTF_8));
      assertThat(open.leaveAsFound(false)).isEmpty();
    }
    assertThat(aws.list("data", "")).containsExactly("busy/", "busy/somebodys", "file");
  }

  @Test
  void aDirectoryThatCannotBeTakenAwayIsTold() throws IOException {
    S3Conf.role(conf, "data", READER);
    aws.put("data", "stuck/", new byte[0]);
    try (OpenLocation open = OpenLocation.of(conf, S3Location.parse("s3a://data/stuck"))) {
      assertThat(open.leaveAsFound(true)).isEmpty();
      assertThat(open.leaveAsFound(false))
          .singleElement()
          .satisfies(
              step -> {
                assertThat(step.outcome()).isEqualTo(Outcome.WARNING);
                assertThat(step.detail())
                    .isEqualTo(
                        "s3a://data/stuck: the directory that S3A made here stays: permission"
                            + " denied");
                assertThat(step.advice()).isEqualTo("Delete the empty object s3a://data/stuck/");
              });
    }
  }

  @Test
  void multipartMakesTwoPartsWhateverTheBucketsOwnKeysSay() {
    conf.set("fs.s3a.bucket.data.multipart.size", "64M");
    conf.set("fs.s3a.bucket.data.multipart.threshold", "64M");
    allAreOk(probe("s3a://data", List.of(Probe.MULTIPART)));
    assertThat(aws.log().operation("UploadPart")).hasSize(2);
    assertThat(aws.log().operation("PutObject")).isEmpty();
  }

  @Test
  void multipartIsNotSaidToWorkWhereS3AMayNotUseIt() {
    conf.set("fs.s3a.multipart.uploads.enabled", "false");
    assertThat(probe("s3a://data", List.of(Probe.MULTIPART)))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.outcome()).isEqualTo(Outcome.SKIPPED);
              assertThat(step.detail())
                  .isEqualTo(
                      "write two parts to s3a://data: S3A writes objects as one there"
                          + " (fs.s3a.multipart.uploads.enabled)");
            });
  }
}
