package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rolecall run --aws} with real clients, among other identities that they would find: each
 * works through five lifetimes of its sessions, by the routed roles alone. {@code mvn verify}
 * leaves slow ones to {@code it-tests/run tools}.
 */
@Tag("commands")
class ITestRunAws {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String OTHER = "arn:aws:iam::333333333333:role/other";
  private static final String DECOY = "decoy";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int LIFETIMES = 5;
  private static final Path ROOT = Workplace.ofThisProject().root();
  private static final Path SCRIPTS = ROOT.resolve("it-tests/src/test/resources/awsclients");
  private static final Path MODULES = ROOT.resolve("it-tests/target/awsclients/node_modules");
  private static final GuidePage GUIDE = GuidePage.of("python");

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
                          .user(DECOY, user -> user.readWrite("partner"))
                          .role("reader", role -> role.trusts(ME).readWrite("partner")))
              .account(
                  "333333333333",
                  account ->
                      account
                          .bucket("other")
                          .role("other", role -> role.trusts(ME).read("other"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Path places;
  private Configuration gateway;
  private Set<String> before;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    aws.put("partner", "f", "flights".getBytes(StandardCharsets.UTF_8));
    aws.put("other", "f", "hotels".getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void configure() throws IOException {
    places = Files.createDirectory(scratch.resolve("tmp"));
    gateway = S3Conf.rolecall(aws.endpoint(), "15m");
    S3Conf.role(gateway, "partner", READER);
    S3Conf.role(gateway, "other", OTHER);
    S3Conf.baseIdentity(gateway, aws.credentialsOf("111111111111", "me"));
    Workplace.writeProfile(
        Files.createDirectories(scratch.resolve(".aws")), aws.credentialsOf("222222222222", DECOY));
    before = left();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** With an identity in the environment, and one in the files of the home. */
  private RolecallScript script() throws IOException {
    AccessKey decoy = aws.credentialsOf("222222222222", DECOY);
    return new RolecallScript(scratch)
        .configuration(gateway)
        .environment("TMPDIR", places.toString())
        .environment("NODE_PATH", MODULES.toString())
        .environment("STORE", aws.endpoint().toString())
        .environment("AWS_REGION", "us-east-1")
        .environment("AWS_ACCESS_KEY_ID", decoy.accessKeyId())
        .environment("AWS_SECRET_ACCESS_KEY", decoy.secretAccessKey());
  }

  private FinishedProcess run(String... arguments) throws IOException, InterruptedException {
    return script()
        .run(Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Set<String> left() throws IOException {
    Set<String> left = new TreeSet<>();
    for (Path place : List.of(places, Path.of("/tmp"), Path.of("/dev/shm"))) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          files
              // Some clients leave files of their own there.
              .filter(file -> file.getFileName().toString().startsWith("rolecall-run-"))
              .map(Path::toString)
              .forEach(left::add);
        }
      }
    }
    return left;
  }

  private static Stream<Entry> by(String role) {
    String session = "arn:aws:sts::" + role.replaceFirst("^arn:aws:iam::", "");
    String prefix = session.replace(":role/", ":assumed-role/") + "/";
    return aws.log().s3().filter(entry -> String.valueOf(entry.principalArn()).startsWith(prefix));
  }

  private static Set<String> keys(String role) {
    return by(role)
        .map(entry -> String.valueOf(entry.client().accessKeyId()))
        .collect(Collectors.toSet());
  }

  private void assumePython() throws IOException, InterruptedException {
    assumeTrue(
        OtherPrograms.hasBoto3(),
        "boto3 that takes its endpoint from a variable (1.28) is not installed");
  }

  private static void assumeNode(String module) {
    assumeTrue(
        OtherPrograms.isOnThePath("node") && Files.isDirectory(MODULES.resolve(module)),
        module + " is not installed in " + MODULES);
  }

  /** Sessions of some seconds, five of which are used up by each role. */
  private void assertWorksForFiveLifetimes(List<String> locations, String... command)
      throws Exception {
    Duration lifetime = Duration.ofSeconds(12);
    gateway.set("fs.s3a.assumed.role.session.duration", lifetime.toSeconds() + "s");
    List<String> all = new ArrayList<>(List.of("run"));
    locations.forEach(location -> all.add("--aws=" + location));
    all.add("--");
    all.addAll(List.of(command));
    Path log = scratch.resolve("run.log");
    Process run = script().start(log, all.toArray(String[]::new));
    started.add(run);
    List<String> roles = locations.size() == 1 ? List.of(READER) : List.of(READER, OTHER);
    Await.until(
        PATIENCE,
        () -> {
          assertThat(run.isAlive()).as(log + ": " + Files.readString(log)).isTrue();
          return roles.stream().allMatch(role -> keys(role).size() > LIFETIMES);
        });
    run.destroy();
    assertThat(run.waitFor()).as(Files.readString(log)).isEqualTo(143);
    // Some clients warn of what is nothing to us, or of the signal that ended them.
    assertThat(Files.readAllLines(log, StandardCharsets.UTF_8))
        .anyMatch(line -> line.startsWith("read "))
        .noneMatch(line -> line.startsWith("rolecall:") || line.startsWith("failed:"));
    assertThat(aws.log().s3())
        .allSatisfy(entry -> assertThat(entry.status()).as("%s", entry).isLessThan(400))
        .hasSameSizeAs(roles.stream().flatMap(ITestRunAws::by).toList());
    for (String role : roles) {
      long minted =
          aws.log()
              .operation("AssumeRole")
              .filter(entry -> String.valueOf(entry.roleRequest()).contains(role))
              .count();
      assertThat(minted - keys(role).size()).as("sessions of %s unused", role).isBetween(0L, 1L);
    }
    assertThat(left()).isEqualTo(before);
  }

  /** Without Rolecall the client takes the decoy. */
  private void assertWouldTakeTheDecoy(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("sh", "-c", "\"$@\" | head -1", "sh"));
    all.addAll(List.of(command));
    FinishedProcess control =
        script().environment("AWS_ENDPOINT_URL_S3", aws.endpoint().toString()).execute(all);
    assertThat(control.out()).as(control.err()).startsWith("read partner ");
    assertThat(aws.log().s3().map(Entry::principalArn))
        .isNotEmpty()
        .containsOnly("arn:aws:iam::222222222222:user/" + DECOY);
    aws.log().clear();
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  @Test
  @Tag("suite")
  void boto3() throws Exception {
    assumePython();
    assertWouldTakeTheDecoy("python3", script("boto.py"));
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "python3", script("boto.py"));
  }

  @Test
  @Tag("suite")
  void boto3WithAProfileForEachLocation() throws Exception {
    assumePython();
    assertWorksForFiveLifetimes(
        List.of("s3a://partner", "other=s3a://other"),
        "python3",
        script("boto.py"),
        "partner",
        "other");
  }

  @Test
  @Tag("suite")
  void whoeverAsksOnlyWhenTheSessionHasEnded() throws Exception {
    assumePython();
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "python3", script("late.py"));
  }

  @Test
  @Tag("suite")
  void theAwsCli() throws Exception {
    assumeTrue(OtherPrograms.isOnThePath("aws"), "the AWS CLI (aws) is not on the PATH");
    assertWouldTakeTheDecoy("bash", script("cli.sh"), "aws");
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "bash", script("cli.sh"), "aws");
  }

  /** Of 2022: it knows of the token, not of its file. */
  @Test
  @Tag("suite")
  void debiansAwsCliWithAProfileForEachLocation() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/aws")), "there is no /usr/bin/aws");
    assertWorksForFiveLifetimes(
        List.of("s3a://partner", "s3a://other"),
        "bash",
        script("cli.sh"),
        "/usr/bin/aws",
        "partner",
        "other");
  }

  @Test
  @Tag("suite")
  void debiansAwsCli() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/aws")), "there is no /usr/bin/aws");
    assertWouldTakeTheDecoy("bash", script("cli.sh"), "/usr/bin/aws");
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "bash", script("cli.sh"), "/usr/bin/aws");
  }

  @Test
  @Tag("suite")
  void theSdkForJavaScript() throws Exception {
    assumeNode("@aws-sdk/client-s3");
    assertWouldTakeTheDecoy("node", script("sdk.js"));
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "node", script("sdk.js"));
  }

  @Test
  @Tag("suite")
  void theSdkForJavaScriptWithAProfileForEachLocation() throws Exception {
    assumeNode("@aws-sdk/client-s3");
    assertWorksForFiveLifetimes(
        List.of("s3a://partner", "s3a://other"), "node", script("sdk.js"), "partner", "other");
  }

  @Test
  @Tag("suite")
  void lanceDb() throws Exception {
    assumeNode("@lancedb/lancedb");
    assertWouldTakeTheDecoy("node", script("lance.js"));
    assertWorksForFiveLifetimes(List.of("s3a://partner"), "node", script("lance.js"));
  }

  @Test
  void noOtherIdentityAndNoSecretIsSeen() throws Exception {
    FinishedProcess seen =
        script()
            .environment("AWS_ENDPOINT_URL", "https://elsewhere")
            .environment("AWS_ENDPOINT_URL_S3", "https://elsewhere")
            .run(
                "run",
                "--aws=s3a://partner",
                "--",
                "sh",
                "-c",
                "env; cat /proc/$$/cmdline /proc/$PPID/cmdline | tr '\\0' ' '; echo;"
                    + " stat -c '%a %n' \"$(dirname \"$AWS_CONFIG_FILE\")\""
                    + " \"$(dirname \"$AWS_CONFIG_FILE\")\"/*; cat"
                    + " \"$(dirname \"$AWS_CONFIG_FILE\")\"/*");
    assertThat(seen.exitCode()).as(seen.err()).isZero();
    assertThat(seen.err()).isEmpty();
    assertThat(seen.out())
        .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:", "700 ", "600 ")
        .doesNotContain("HADOOP_TOKEN_FILE_LOCATION", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN")
        .doesNotContain("AWS_ENDPOINT_URL=", "https://elsewhere")
        .contains("AWS_ENDPOINT_URL_S3=" + aws.endpoint());
    aws.secrets().forEach(secret -> assertThat(seen.out()).doesNotContain(secret));
    assertThat(seen.out().lines().filter(line -> line.matches("[0-7]{3} .*")))
        .hasSize(4)
        .allMatch(line -> line.startsWith("700 ") || line.startsWith("600 "));
    assertThat(left()).isEqualTo(before);
  }

  @Tag("suite")
  @Test
  void tokensComeAlongWhereTheyAreAskedFor() throws Exception {
    FinishedProcess both =
        run(
            "--aws=s3a://partner",
            "--for=s3a://other",
            "--job=job-1",
            "--",
            "sh",
            "-c",
            RolecallScript.path()
                + " token show \"$HADOOP_TOKEN_FILE_LOCATION\"; echo"
                + " \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\"");
    assertThat(both.exitCode()).as(both.err()).isZero();
    assertThat(both.out()).contains("s3a://other ", "http://127.0.0.1:").doesNotContain("partner");
    assertThat(aws.log().operation("AssumeRole"))
        .hasSize(2)
        .allMatch(entry -> String.valueOf(entry.roleRequest()).contains("-job-1"));
  }

  @Test
  void otherUsersOfTheMachineAreRefused() throws Exception {
    FinishedProcess asked =
        run(
            "--aws=s3a://partner",
            "--",
            "bash",
            "-c",
            "p=${AWS_CONTAINER_CREDENTIALS_FULL_URI%/credentials}; p=${p##*:}; for header in"
                + " 'X: y' 'Authorization: x'; do exec 3<>/dev/tcp/127.0.0.1/$p; printf 'GET"
                + " /credentials HTTP/1.1\\r\\nHost: 127.0.0.1:%s\\r\\n%s\\r\\nConnection:"
                + " close\\r\\n\\r\\n' \"$p\" \"$header\" >&3; head -1 <&3; done");
    assertThat(asked.out().replace("\r", ""))
        .as(asked.err())
        .isEqualTo("HTTP/1.1 401 Unauthorized\nHTTP/1.1 401 Unauthorized\n");
  }

  @Test
  void thoseWhoConnectAndSayNothingStopNobody() throws Exception {
    FinishedProcess asked =
        run(
            "--aws=s3a://partner",
            "--",
            "bash",
            "-c",
            "p=${AWS_CONTAINER_CREDENTIALS_FULL_URI%/credentials}; p=${p##*:}; for i in $(seq 300);"
                + " do exec {fd}<>/dev/tcp/127.0.0.1/$p; printf 'GET /cred' >&$fd; done; exec"
                + " 3<>/dev/tcp/127.0.0.1/$p; printf 'GET /credentials HTTP/1.1\\r\\nHost:"
                + " 127.0.0.1:%s\\r\\nAuthorization: %s\\r\\nConnection: close\\r\\n\\r\\n'"
                + " \"$p\" \"$AWS_CONTAINER_AUTHORIZATION_TOKEN\" >&3; head -1 <&3");
    assertThat(asked.out().replace("\r", "")).as(asked.err()).isEqualTo("HTTP/1.1 200 OK\n");
  }

  @Test
  void aLocationOfOthersStartsNothing() throws Exception {
    gateway.set(
        "fs.s3a.rolecall.routes",
        "{\"version\":1,\"routes\":[{\"location\":\"s3a://closed\",\"role\":\""
            + READER
            + "\",\"users\":[\"carol\"]}]}");
    FinishedProcess refused =
        script()
            .environment("HADOOP_USER_NAME", "alice")
            .run("run", "--aws=s3a://closed", "--", "echo", "started");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "rolecall: s3a://closed is routed for users [carol] alone, and user 'alice' is not"
                + " among them. Add the user or a group to a route, or a route for everybody. echo"
                + " was not started\n");
    assertThat(left()).isEqualTo(before);
    assertThat(aws.log().entries()).isEmpty();
  }

  @Tag("suite")
  @Test
  void theGuidesPythonReadsWhatItSays() throws Exception {
    assumePython();
    aws.put("partner", "2001/flights.csv", "flights\n".getBytes(StandardCharsets.UTF_8));
    aws.put("other", "2001/hotels.csv", "hotels\n".getBytes(StandardCharsets.UTF_8));
    for (String block : List.of("one", "several")) {
      Files.writeString(scratch.resolve(block + ".py"), here(GUIDE.block(block)));
    }
    FinishedProcess one = typed("run-one");
    assertThat(one.out()).as(one.err()).isEqualTo("flights\n");
    FinishedProcess several = typed("run-several");
    assertThat(several.out()).as(several.err()).isEqualTo("flights\nhotels\n");
  }

  private FinishedProcess typed(String block) throws IOException, InterruptedException {
    return script()
        .environment("PATH", RolecallScript.path().getParent() + ":" + System.getenv("PATH"))
        .execute(List.of("bash", "-c", here(GUIDE.block(block))));
  }

  /** The guide's text, with the buckets of this world. */
  private static String here(String text) {
    return text.replace("partner-flights", "partner").replace("partner-hotels", "other");
  }
}
