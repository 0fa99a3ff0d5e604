package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.LocalAwsBuilder;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.LocalAwsExtension;
import io.rolecall.support.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code rolecall credentials --format credential-process}, called again: without Java as long as
 * nothing has changed, and with Java, whose checks say what is wrong, as soon as anything has.
 */
@Tag("commands")
class ITestRepeatedAnswers {

  private static final String ME = "arn:aws:iam::111111111111:user/me";
  private static final String READER = "arn:aws:iam::222222222222:role/reader";
  private static final String WRITER = "arn:aws:iam::222222222222:role/writer";

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
                          .role("reader", role -> role.trusts(ME).read("partner"))
                          .role("writer", role -> role.trusts(ME).readWrite("partner"))));

  @Started private static LocalAws aws;

  @TempDir private Path scratch;
  private Path cache;
  private Path routes;
  private Path javas;

  @BeforeEach
  void configure() throws IOException {
    cache = scratch.resolve("cache").resolve("rolecall");
    javas = scratch.resolve("javas");
    Path java = Files.createDirectories(scratch.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\necho >> '%s'\nexec '%s/bin/java' \"$@\"\n"
            .formatted(javas, System.getProperty("java.home")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    routes = scratch.resolve("routes.json");
    route(READER);
    Configuration conf = S3Conf.rolecall(aws.endpoint(), "1h");
    S3Conf.baseIdentity(conf, aws.credentialsOf("111111111111", "me"));
    conf.set("fs.s3a.rolecall.routes.file", routes.toString());
    script().configuration(conf);
  }

  private void route(String role) throws IOException {
    Files.writeString(
        routes,
        "{\"version\":1,\"routes\":[{\"location\":\"s3a://partner\",\"role\":\"" + role + "\"}]}");
  }

  private RolecallScript script() throws IOException {
    return new RolecallScript(scratch)
        .environment("JAVA_HOME", scratch.resolve("jdk").toString())
        .environment("HADOOP_CONF_DIR", scratch.resolve("conf").toString())
        .environment("XDG_CACHE_HOME", scratch.resolve("cache").toString())
        .environment("HADOOP_USER_NAME", "alice");
  }

  private static FinishedProcess ask(RolecallScript script, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("credentials", "s3a://partner/x", "--format", "credential-process"));
    arguments.addAll(List.of(more));
    return script.run(arguments.toArray(String[]::new));
  }

  private FinishedProcess ask() throws IOException, InterruptedException {
    return ask(script());
  }

  private long javas() throws IOException {
    return Files.exists(javas) ? Files.readAllLines(javas).size() : 0;
  }

  /** The first answer, which is kept. */
  private FinishedProcess first() throws IOException, InterruptedException {
    FinishedProcess first = ask();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(javas()).isEqualTo(1);
    return first;
  }

  private Path answer() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("answer-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private long assumed() {
    return aws.log().operation("AssumeRole").count();
  }

  @Test
  void comesAgainWithoutJava() throws Exception {
    FinishedProcess first = first();
    assertThat(ask()).isEqualTo(first);
    assertThat(ask()).isEqualTo(first);
    assertThat(javas()).isEqualTo(1);
    assertThat(assumed()).isEqualTo(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(answer())))
        .isEqualTo("rw-------");
  }

  @Tag("suite")
  @Test
  void anotherEnvironmentOrCommandLineIsAnotherCall() throws Exception {
    first();
    ask(script().environment("AWS_PROFILE", "other"));
    assertThat(javas()).isEqualTo(2);
    assertThat(assumed()).isEqualTo(2);
    ask(script().environment("HADOOP_USER_NAME", "bob"));
    assertThat(javas()).isEqualTo(3);
    assertThat(assumed()).isEqualTo(3);
    ask(script(), "--conf=fs.s3a.assumed.role.session.duration=30m");
    assertThat(javas()).isEqualTo(4);
    assertThat(assumed()).isEqualTo(4);
  }

  @Test
  void aChangedRouteIsSeenAtOnce() throws Exception {
    first();
    route(WRITER);
    FinishedProcess changed = ask();
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    assertThat(javas()).isEqualTo(2);
    assertThat(aws.log().operation("AssumeRole").map(entry -> "" + entry.roleRequest()))
        .hasSize(2)
        .last()
        .asString()
        .contains(WRITER);
    Files.writeString(routes, "{\"version\":1,\"routes\":[]}");
    FinishedProcess none = ask();
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.out()).isEmpty();
  }

  @Tag("suite")
  @Test
  void aChangedConfigurationIsSeenAtOnce() throws Exception {
    first();
    Path hdfs = scratch.resolve("conf/hdfs-site.xml");
    Files.writeString(hdfs, "<configuration/>");
    assertThat(ask().exitCode()).isZero();
    assertThat(javas()).isEqualTo(2);
    Path site = scratch.resolve("conf/core-site.xml");
    Files.writeString(site, Files.readString(site).replace("routes.file", "routes.fil"));
    assertThat(ask().exitCode()).isEqualTo(3);
    assertThat(javas()).isEqualTo(3);
  }

  @Tag("suite")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod 644 ANSWER",
        "chmod 755 FOLDER",
        "mv ANSWER FOLDER/x && ln -s FOLDER/x ANSWER",
        "sed -i '$d' ANSWER",
        "sed -i 's/^until .*/until 1/' ANSWER",
        "sed -i 's/^until .*/until 0x7fffffff/' ANSWER",
        "sed -i 's/^rolecall-answer 1/rolecall-answer 2/' ANSWER",
        "sed -i 's/^sha256 ./sha256 x/' ANSWER",
        "sed -i '/^sha256/d' ANSWER",
        "sed -i 's/^absent/present/' ANSWER",
        ": > ANSWER",
        "rm ANSWER && mkdir -m 600 ANSWER"
      })
  void whatIsNotAsItWasWrittenIsNotGiven(String change) throws Exception {
    FinishedProcess first = first();
    Path kept = answer();
    String marked = Files.readString(kept).replaceFirst("ASIA", "MARK");
    Files.writeString(kept, marked);
    FinishedProcess changed =
        script()
            .execute(
                List.of(
                    "sh",
                    "-c",
                    change.replace("ANSWER", kept.toString()).replace("FOLDER", "" + cache)));
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    FinishedProcess again = ask();
    assertThat(again.out()).doesNotContain("MARK");
    assertThat(javas()).isEqualTo(2);
    if (change.startsWith("chmod 755")) {
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.err())
          .isEqualTo(
              "rolecall: the session cache "
                  + cache
                  + " is refused: others may use it (rwxr-xr-x, expected rwx------). Somebody may"
                  + " have read or changed it: delete it, or use --no-cache\n");
    } else if (!change.contains("mkdir")) {
      assertThat(again).isEqualTo(first);
      assertThat(ask()).isEqualTo(first);
      assertThat(javas()).as("it is written again").isEqualTo(2);
    }
  }

  @Test
  void whatBelongsToSomebodyElseIsNotGiven() throws Exception {
    assumeTrue(System.getProperty("user.name", "").equals("root"), "only root gives files away");
    first();
    Files.setOwner(
        answer(),
        answer().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThat(ask().exitCode()).isZero();
    assertThat(javas()).isEqualTo(2);
    Files.setOwner(
        cache,
        cache.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    FinishedProcess refused = ask();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("it belongs to nobody, not to root");
  }

  @Test
  void anAnswerThatNobodyGetsIsAFailure() throws Exception {
    first();
    String call =
        RolecallScript.path() + " credentials s3a://partner/x --format credential-process";
    FinishedProcess full = script().execute(List.of("sh", "-c", call + " > /dev/full"));
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err())
        .isEqualTo(
            "rolecall: the answer could not be written to standard output: is its disk full, or has"
                + " its reader ended?\n");
    assertThat(javas()).isEqualTo(1);
  }

  @Tag("suite")
  @Test
  void otherFormatsAndNoCacheAreNotKept() throws Exception {
    ask(script(), "--no-cache");
    ask(script(), "--no-cache");
    script().run("credentials", "s3a://partner/x", "--format", "json");
    assertThat(javas()).isEqualTo(3);
    assertThat(assumed()).isEqualTo(3);
    assertThat(cache).doesNotExist();
  }

  @Tag("suite")
  @Test
  void whereTheConfigurationCannotBeComparedJavaAnswers() throws Exception {
    Path more = Files.writeString(scratch.resolve("more.xml"), "<configuration/>");
    Path site = scratch.resolve("conf/core-site.xml");
    String include =
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + more + "\"/>";
    Files.writeString(site, Files.readString(site).replace("</conf", include + "</conf"));
    assertThat(ask().exitCode()).isZero();
    ask();
    assertThat(javas()).isEqualTo(2);
    assertThat(assumed()).isEqualTo(1);
  }

  /** Nothing of what is asked is among the arguments that other users see. */
  @Test
  void noSecretIsAnArgument() throws Exception {
    Path seen = scratch.resolve("seen");
    Path commands = Files.createDirectories(scratch.resolve("commands"));
    for (String name : List.of("stat", "env", "sort", "sha256sum")) {
      Path command = commands.resolve(name);
      Files.writeString(
          command,
          """
          #!/bin/sh
          echo "%s $*" >> '%s'
          PATH=${PATH#*:}
          exec %s "$@"
          """
              .formatted(name, seen, name));
      Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    }
    String path = commands + ":" + System.getenv("PATH");
    FinishedProcess first = ask(script().environment("PATH", path));
    assertThat(ask(script().environment("PATH", path))).isEqualTo(first);
    assertThat(javas()).isEqualTo(1);
    String arguments = Files.readString(seen);
    assertThat(arguments).contains("sha256sum --check");
    aws.secrets().forEach(secret -> assertThat(arguments).doesNotContain(secret));
  }

  /** A bash that tells what it does would tell the session, too. */
  @Tag("suite")
  @ParameterizedTest
  @ValueSource(strings = {"xtrace", "verbose"})
  void whoLooksAtWhatBashDoesSeesNoSecret(String option) throws Exception {
    first();
    for (int i = 0; i < 2; i++) {
      FinishedProcess traced = ask(script().environment("SHELLOPTS", option));
      assertThat(traced.exitCode()).as(traced.err()).isZero();
      assertThat(traced.out()).contains("SecretAccessKey");
      aws.secrets().forEach(secret -> assertThat(traced.err()).doesNotContain(secret));
    }
    assertThat(javas()).as("Java answers").isEqualTo(3);
  }

  @Tag("suite")
  @Test
  void aVariableStandsForNoArgument() throws Exception {
    first();
    ask(script(), "--conf=fs.s3a.assumed.role.session.duration=30m");
    assertThat(javas()).isEqualTo(2);
    FinishedProcess other =
        ask(script().environment("--conf", "fs.s3a.assumed.role.session.duration=30m"));
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(javas()).isEqualTo(3);
  }

  /** What is in the file is not in the environment that is compared. */
  @Tag("suite")
  @Test
  void optionsInAFileAreLeftToJava() throws Exception {
    Path options = Files.writeString(scratch.resolve("options"), "-Dsome.property=1");
    for (int i = 0; i < 2; i++) {
      FinishedProcess answer = ask(script().environment("ROLECALL_OPTS", "@" + options));
      assertThat(answer.exitCode()).as(answer.err()).isZero();
    }
    assertThat(javas()).isEqualTo(2);
  }

  /** How long a kept answer takes, beside what else could be done; a table, and no assertion. */
  @Test
  @Tag("suite")
  void howLongAnAnswerTakes() throws Exception {
    Files.writeString(
        scratch.resolve("jdk/bin/java"),
        "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
    Path site = scratch.resolve("conf/core-site.xml");
    // Class data cannot be shared where the class path has a folder with files.
    Path file = Files.copy(site, scratch.resolve("site.xml"));
    String archive = scratch.resolve("rolecall.jsa").toString();
    ask(
        script()
            .environment("HADOOP_CONF_DIR", null)
            .environment("ROLECALL_OPTS", "-XX:ArchiveClassesAtExit=" + archive),
        "--conf-file=" + file);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put(
        "Java, as before",
        () -> ask(script().environment("HADOOP_CONF_DIR", null), "--conf-file=" + file));
    calls.put(
        "Java with its classes in an archive (AppCDS)",
        () ->
            ask(
                script()
                    .environment("HADOOP_CONF_DIR", null)
                    .environment("ROLECALL_OPTS", "-XX:SharedArchiveFile=" + archive),
                "--conf-file=" + file));
    calls.put(
        "java -version",
        () -> script().execute(List.of(System.getProperty("java.home") + "/bin/java", "-version")));
    calls.put("without Java", () -> ask(script()));
    StringBuilder table =
        new StringBuilder("\nmilliseconds, of 11 calls         median   least   most\n");
    for (Map.Entry<String, Call> call : calls.entrySet()) {
      call.getValue().run();
      long[] took = new long[11];
      for (int i = 0; i < took.length; i++) {
        long start = System.nanoTime();
        FinishedProcess answer = call.getValue().run();
        took[i] = (System.nanoTime() - start) / 1_000_000;
        assertThat(answer.exitCode()).as(answer.err()).isZero();
      }
      Arrays.sort(took);
      table.append(
          String.format(
              Locale.ROOT, "%-46s %6d %7d %6d%n", call.getKey(), took[5], took[0], took[10]));
    }
    Files.writeString(
        Workplace.ofThisProject().root().resolve("it-tests/target/answer-times.txt"),
        table,
        StandardCharsets.UTF_8);
    say(table + "at " + Instant.now());
  }

  @FunctionalInterface
  private interface Call {
    FinishedProcess run() throws IOException, InterruptedException;
  }

  @SuppressWarnings("SystemOut")
  private static void say(String text) {
    System.out.println(text);
  }
}
