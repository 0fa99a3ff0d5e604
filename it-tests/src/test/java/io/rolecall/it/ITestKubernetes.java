package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.oidc.TokenIssuer.Algorithm;
import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.RoundsJob;
import io.rolecall.quickstart.SparkDriver;
import io.rolecall.quickstart.SparkSubmit;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.GuidePage;
import io.rolecall.support.RoundsRun;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The settings of the guide for Kubernetes, without Kubernetes: the driver has the token of a
 * service account and nothing else, and the executors, in processes of their own, have nothing.
 */
@Tag("paired")
class ITestKubernetes {

  private static final String SUBJECT = "system:serviceaccount:jobs:etl-driver";
  private static final String POD = "arn:aws:iam::111111111111:role/pod";
  private static final String READER_SESSION = "arn:aws:sts::222222222222:assumed-role/reader/";
  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final TokenIssuer ISSUER =
      new TokenIssuer(URI.create("https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"));

  /** What {@code --conf} sets on the page. */
  private static Map<String, String> settingsOfTheGuide() {
    Matcher conf =
        Pattern.compile("--conf (\\S+?)=(\\S+)")
            .matcher(GuidePage.of("kubernetes").block("submit"));
    Map<String, String> settings = new LinkedHashMap<>();
    while (conf.find()) {
      settings.put(conf.group(1), conf.group(2));
    }
    return settings;
  }

  private static LocalAws start() throws IOException {
    return new LocalAwsBuilder()
        .account(
            "111111111111",
            account ->
                account
                    .oidcProvider(ISSUER, "sts.amazonaws.com")
                    .role("pod", role -> role.trustsWebIdentity(ISSUER, SUBJECT)))
        .account(
            "222222222222",
            account ->
                account
                    .bucket("partner")
                    .role("reader", role -> role.trusts(POD).readWrite("partner")))
        .start();
  }

  private static Path writeToken(Path folder) throws IOException {
    long end = Instant.now().plus(Duration.ofMinutes(10)).getEpochSecond();
    return Files.writeString(
        folder.resolve("token"),
        ISSUER.issue(
            Algorithm.RS256, Map.of("sub", SUBJECT, "aud", "sts.amazonaws.com", "exp", end)));
  }

  @Test
  void onlyTheDriverHasAnIdentity() throws Exception {
    Workplace here = Workplace.ofThisProject();
    Path scratch = here.scratch("kubernetes");
    Map<String, String> settings = settingsOfTheGuide();
    assertThat(settings).containsKey("spark.kubernetes.authenticate.driver.serviceAccountName");
    settings.keySet().removeIf(key -> key.startsWith("spark.kubernetes."));
    Map<String, String> cluster = new LinkedHashMap<>(JobSettings.cluster(scratch.resolve("none")));
    cluster.merge(
        "spark.driver.extraJavaOptions",
        " -Daws.webIdentityTokenFile=" + writeToken(scratch) + " -Daws.roleArn=" + POD,
        String::concat);
    try (LocalAws aws = start()) {
      aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
      cluster.putAll(JobSettings.localAws(aws.endpoint(), LIFETIME));
      cluster.putAll(settings);
      try (SparkDriver driver =
          new SparkSubmit(here.sparkHome())
              .conf(cluster)
              .jars(here.pluginJar(), here.sparkJar())
              .start(
                  scratch.resolve("driver.log"),
                  here.jobJar(),
                  RoundsJob.class.getName(),
                  "s3a://partner/f",
                  "s3a://partner/out",
                  "2",
                  scratch.toString())) {
        Await.until(
            RoundsRun.PATIENCE,
            () -> {
              assertThat(driver.process().isAlive()).as("see %s", driver.log()).isTrue();
              return aws.log().operation("AssumeRole").count() >= 3;
            });
        Files.createFile(scratch.resolve("stop"));
        assertThat(driver.await(RoundsRun.PATIENCE)).as("see %s", driver.log()).isZero();
        assertThat(driver.lines(RoundsJob.SAYS)).contains("failed tasks 0");
      }
      assertThat(aws.log().bucket("partner"))
          .isNotEmpty()
          .allMatch(entry -> String.valueOf(entry.principalArn()).startsWith(READER_SESSION));
      assertThat(aws.log().operation("AssumeRoleWithWebIdentity")).isNotEmpty();
      assertThat(aws.log().operation("AssumeRole"))
          .as("by the driver's role, whoever else might call")
          .allMatch(
              entry ->
                  String.valueOf(entry.principalArn())
                      .startsWith("arn:aws:sts::111111111111:assumed-role/pod/"));
    }
  }
}
