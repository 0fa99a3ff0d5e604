package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rolecall keep} in a process of its own, and a process without an AWS identity that reads
 * by the file that is kept, for longer than a session lasts. {@code mvn verify} leaves slow ones to
 * {@code it-tests/run supply}.
 */
class ITestKeptTokens {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String READER_SESSION = "arn:aws:sts::222222222222:assumed-role/reader/";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @RegisterExtension
  static final LocalAwsExtension AWS =
      new LocalAwsExtension(
          new LocalAwsBuilder()
              .account("111111111111", account -> account.user("me"))
              .account(
                  "222222222222",
                  account ->
                      account
                          .bucket("partner")
                          .user("decoy")
                          .role("reader", role -> role.trusts(ME).read("partner"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Path tokens;
  private Configuration gateway;
  private Configuration worker;
  private final java.util.ArrayList<Process> started = new java.util.ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() {
    tokens = scratch.resolve("tokens");
    gateway = S3Conf.rolecall(aws.endpoint(), "12s");
    S3Conf.role(gateway, "partner", READER);
    S3Conf.baseIdentity(gateway, aws.credentialsOf("111111111111", "me"));
    worker = S3Conf.rolecall(aws.endpoint(), "12s");
    worker.set("fs.s3a.rolecall.process", "executor");
    worker.set("fs.s3a.rolecall.session.wait", "3s");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private RolecallScript script() throws IOException {
    return new RolecallScript(scratch).configuration(gateway);
  }

  private Process keep() throws IOException {
    Process keep =
        script()
            .start(
                scratch.resolve("keep.log"),
                "keep",
                "--token-file",
                tokens.toString(),
                "--for",
                "s3a://partner");
    started.add(keep);
    return keep;
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log, StandardCharsets.UTF_8);
  }

  /** Different sessions that the reader was given, by its successful requests. */
  private static long sessionsUsed() {
    return aws.log()
        .bucket("partner")
        .filter(entry -> entry.status() < 400)
        .map(entry -> entry.client().accessKeyId())
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  @Tag("suite")
  @Test
  void aReaderOutlivesItsSessionsWhileTheFileIsKeptAndSaysWhoFailedWhenItIsNot() throws Exception {
    Process keep = keep();
    Await.until(PATIENCE, () -> Files.exists(tokens));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    AccessKey decoy = aws.credentialsOf("222222222222", "decoy");
    Path log = scratch.resolve("reader.log");
    Process reader =
        TokenFileReader.start(
            worker,
            "s3a://partner/f",
            Map.of(
                "HADOOP_TOKEN_FILE_LOCATION", tokens.toString(),
                "AWS_ACCESS_KEY_ID", decoy.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", decoy.secretAccessKey()),
            scratch,
            log);
    started.add(reader);
    Await.until(
        PATIENCE,
        () -> {
          assertThat(reader.isAlive()).as(log + ": " + lines(log)).isTrue();
          assertThat(keep.isAlive()).as(scratch.resolve("keep.log").toString()).isTrue();
          return sessionsUsed() >= 4;
        });
    keep.destroyForcibly().waitFor();
    assertThat(reader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String last = lines(log).get(lines(log).size() - 1);
    assertThat(last)
        .startsWith(TokenFileReader.FAILED)
        .contains(
            "and no newer token has come: "
                + tokens
                + " has not been replaced since "
                + Files.getLastModifiedTime(tokens).toInstant()
                + ". Whoever supplies this file has to replace it before its sessions end (rolecall"
                + " keep --token-file does), or to write tokens whose sessions last as long as the"
                + " job (fs.s3a.assumed.role.session.duration)");
    assertThat(aws.log().entries())
        .extracting(Entry::principalArn)
        .as("nobody but the gateway's user and the role")
        .allSatisfy(
            who ->
                assertThat(String.valueOf(who))
                    .satisfiesAnyOf(
                        gatewayUser -> assertThat(gatewayUser).isEqualTo(ME),
                        role -> assertThat(role).startsWith(READER_SESSION)));
    assertThat(aws.log().entries())
        .filteredOn(entry -> decoy.accessKeyId().equals(entry.client().accessKeyId()))
        .isEmpty();
    assertThat(lines(scratch.resolve("keep.log")))
        .anySatisfy(line -> assertThat(line).startsWith("rolecall: " + tokens + ": 1 token, "));
  }

  @Test
  @Tag("suite")
  void anotherKeeperGoesOnWithTheSameJob() throws Exception {
    String[] once = {"keep", "--token-file", tokens.toString(), "--once"};
    FinishedProcess first = script().run(once);
    assertThat(first.exitCode()).as(first.err()).isZero();
    FinishedProcess second = script().run(once);
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(
            aws.log()
                .operation("AssumeRole")
                .map(entry -> Objects.requireNonNull(entry.roleRequest()).sessionName()))
        .hasSize(2)
        .containsOnly(job(tokens));
    try (var files = Files.list(scratch)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .filteredOn(name -> name.contains("tokens"))
          .containsExactly("tokens");
    }
  }

  /** The session name in the file, as {@code rolecall token show} tells it. */
  private String job(Path file) throws IOException, InterruptedException {
    FinishedProcess shown = script().run("token", "show", file.toString(), "--json");
    return new com.fasterxml.jackson.databind.json.JsonMapper()
        .readTree(shown.out())
        .at("/tokens/0/routes/0/sessionName")
        .asText();
  }

  @Test
  void endsBySignal() throws Exception {
    Process keep = keep();
    Await.until(PATIENCE, () -> Files.exists(tokens));
    keep.destroy();
    assertThat(keep.waitFor()).isEqualTo(143);
    assertThat(tokens).exists();
  }
}
