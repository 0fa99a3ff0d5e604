package io.rolecall.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.quickstart.ThreeAccounts;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** The partner that lends the flights, and the account that the jobs write in. */
final class TwoAccounts implements AutoCloseable {

  static final String FLIGHTS = ThreeAccounts.FLIGHTS_BUCKET;
  static final String RESULTS = ThreeAccounts.JOB_BUCKET;

  private static final Map<String, String> SESSIONS =
      Map.of(
          FLIGHTS, "arn:aws:sts::222222222222:assumed-role/flights-reader/",
          RESULTS, "arn:aws:sts::111111111111:assumed-role/job-writer/");

  private static final Pattern PROCESS = Pattern.compile("[?&]ps=([^&\"]+)");

  private final LocalAws aws;

  private TwoAccounts(LocalAws aws) {
    this.aws = aws;
  }

  /** Starts them, with two files of flights. */
  static TwoAccounts start() throws IOException {
    return start(ThreeAccounts.world());
  }

  /** Starts them in another world that has their buckets and roles. */
  static TwoAccounts start(LocalAwsBuilder world) throws IOException {
    LocalAws aws = world.start();
    aws.put(FLIGHTS, "2026/06", "oslo rome\nrome oslo\n".getBytes(UTF_8));
    aws.put(FLIGHTS, "2026/07", "rome bern\n".getBytes(UTF_8));
    return new TwoAccounts(aws);
  }

  LocalAws aws() {
    return aws;
  }

  /** Sends S3A and STS here instead of to AWS. */
  void reach(Configuration conf) {
    String endpoint = aws.endpoint().toString();
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint);
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "us-east-1");
  }

  /** A file with the keys of the one who may assume the roles. */
  Path profile(Path folder) throws IOException {
    AccessKey key = aws.credentialsOf(ThreeAccounts.JOB, ThreeAccounts.SUBMITTER);
    return Workplace.writeProfile(Files.createDirectories(folder), key);
  }

  /** The words that a job has counted, a line each. */
  String counted(String output) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String part : aws.list(RESULTS, output + "/part-")) {
      lines.append(new String(aws.get(RESULTS, part), UTF_8));
    }
    return lines.toString();
  }

  /** The committer that a job's {@code _SUCCESS} names. */
  String committer(String output) throws IOException {
    String success = new String(aws.get(RESULTS, output + "/_SUCCESS"), UTF_8);
    return success.replaceFirst("(?s).*\"committer\"\\s*:\\s*\"(\\w+)\".*", "$1");
  }

  /** How often roles were assumed. */
  long assumed() {
    return aws.log().operation("AssumeRole").count();
  }

  /** Waits until the sessions that were issued so far, for as long as this, have ended. */
  void awaitEndOfSessions(Duration lifetime) {
    Instant end =
        aws.log()
            .operation("AssumeRole")
            .map(entry -> entry.time().plus(lifetime))
            .max(Instant::compareTo)
            .orElseThrow();
    Await.until(lifetime.multipliedBy(3), () -> Instant.now().isAfter(end));
  }

  /** Both buckets were accessed, and by nothing but sessions of their roles. */
  void assertRoutedRolesAlone() {
    SESSIONS.keySet().forEach(this::assertRoutedRoleAlone);
  }

  /** A bucket was accessed, and by nothing but sessions of its role. */
  void assertRoutedRoleAlone(String bucket) {
    String session = SESSIONS.get(bucket);
    assertThat(aws.log().bucket(bucket))
        .as(bucket)
        .isNotEmpty()
        .allMatch(entry -> String.valueOf(entry.principalArn()).startsWith(session));
  }

  /** The public halves of the keys that a bucket was accessed with. */
  Set<String> keys(String bucket) {
    return aws.log()
        .bucket(bucket)
        .map(entry -> String.valueOf(entry.client().accessKeyId()))
        .collect(Collectors.toSet());
  }

  /** The processes that accessed a bucket, as S3A's audit header tells them apart. */
  Set<String> processes(String bucket) {
    return aws.log()
        .bucket(bucket)
        .map(entry -> PROCESS.matcher(entry.client().referrer()))
        .filter(Matcher::find)
        .map(process -> process.group(1))
        .collect(Collectors.toSet());
  }

  /** None of these texts has a secret. */
  void assertNoSecretIn(List<String> texts) {
    assertNoSecretIn(texts, Set.of());
  }

  /** None of these texts has a secret, but those that a test itself gave away. */
  void assertNoSecretIn(List<String> texts, Collection<String> planted) {
    assertThat(texts).isNotEmpty();
    Set<String> secrets = new HashSet<>(aws.secrets());
    secrets.removeAll(planted);
    assertThat(texts)
        .allSatisfy(text -> assertThat(secrets).noneMatch(secret -> text.contains(secret)));
  }

  @Override
  public void close() throws IOException {
    aws.close();
  }
}
