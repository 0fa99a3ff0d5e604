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
import java.util.ArrayList;
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
                          .bucket("other")
                          .role("reader", role -> role.trusts(ME).read("partner"))
                          .role("other-reader", role -> role.trusts(ME).read("other"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Path tokens;
  private Configuration gateway;
  private Configuration worker;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
    aws.put("other", "f", "airports".getBytes(StandardCharsets.UTF_8));
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

  private Process keep(String... further) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("keep", "--token-file", tokens.toString(), "--for", "s3a://partner"));
    command.addAll(List.of(further));
    Process keep = script().start(scratch.resolve("keep.log"), command.toArray(String[]::new));
    started.add(keep);
    return keep;
  }

  /** A process that has the file that is kept, and nothing else. */
  private Process reader(String uri, Path log) throws IOException {
    Process reader =
        TokenFileReader.start(
            worker, uri, Map.of("HADOOP_TOKEN_FILE_LOCATION", tokens.toString()), scratch, log);
    started.add(reader);
    return reader;
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

  /** A partner whose STS hangs, or who withdraws his trust, ends no work with the others. */
  @Test
  @Tag("suite")
  void aRoleThatCannotBeRenewedEndsNoneOfTheOthers() throws Exception {
    aws.log().clear();
    try (StsRelay relay = StsRelay.start(aws.endpoint())) {
      S3Conf.role(gateway, "other", "arn:aws:iam::222222222222:role/other-reader");
      gateway.set("fs.s3a.bucket.other.assumed.role.sts.endpoint", relay.endpoint().toString());
      keep("--for", "s3a://other");
      Await.until(PATIENCE, () -> Files.exists(tokens));
      relay.hang(true);
      Path log = scratch.resolve("reader.log");
      Path othersLog = scratch.resolve("other.log");
      Process reader = reader("s3a://partner/f", log);
      Process other = reader("s3a://other/f", othersLog);
      assertThat(other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Await.until(
          PATIENCE,
          () -> {
            assertThat(reader.isAlive()).as("%s", lines(log)).isTrue();
            return sessionsUsed() >= 4;
          });
      assertThat(lines(othersLog)).last().asString().startsWith(TokenFileReader.FAILED);
      long calls =
          aws.log()
              .operation("AssumeRole")
              .filter(entry -> READER.equals(Objects.requireNonNull(entry.roleRequest()).roleArn()))
              .count();
      assertThat(calls).as("once for each renewal").isLessThanOrEqualTo(sessionsUsed() + 1);
      assertThat(lines(scratch.resolve("keep.log")))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(
                          "rolecall: "
                              + tokens
                              + ": s3a://other -> arn:aws:iam::222222222222:role/other-reader, not"
                              + " renewed since ")
                      .contains(". Its session serves until ", "; all others serve until "));
      relay.hang(false);
      Await.until(
          PATIENCE,
          () ->
              lines(scratch.resolve("keep.log")).stream()
                  .anyMatch(line -> line.endsWith("role/other-reader is renewed again")));
    }
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
