package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's mailbox: jobs on containers without an identity that are longer than three of their
 * sessions, under {@code rolecall run}, whose mailbox is on HDFS.
 */
@Timeout(900)
class ITestMailboxJobs {

  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final Duration THREE_LIFETIMES = Duration.ofSeconds(65);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final String WORDS = "bern\t1\noslo\t2\nrome\t3\n";
  private static final String MAIL = "/user/" + System.getProperty("user.name");
  private static final int BYTES_PER_SECOND = 1 << 20;

  @TempDir private static Path shared;

  private static GuidedCluster cluster;
  private static TwoAccounts accounts;

  @TempDir private Path scratch;

  private final List<Process> started = new ArrayList<>();
  private Machine machine;
  private Path out;

  @BeforeAll
  static void start() throws IOException {
    cluster = GuidedCluster.start(shared.resolve("mailbox"));
    accounts = cluster.accounts();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    cluster.clear();
    Configuration conf = cluster.clientSettings();
    cluster.guide().settings("mailbox").forEach(conf::set);
    conf.set("fs.s3a.assumed.role.session.duration", SESSION.toSeconds() + "s");
    // A part is uploaded while the next one is read.
    conf.set("fs.s3a.multipart.size", "5M");
    machine = Machine.create(scratch.resolve("machine"), conf);
    machine.environment(
        "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
    hdfs().mkdirs(new org.apache.hadoop.fs.Path(MAIL));
    out = scratch.resolve("out");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static FileSystem hdfs() throws IOException {
    return FileSystem.get(cluster.hadoop().configuration());
  }

  private static List<FileStatus> mailboxes() throws IOException {
    return Stream.of(hdfs().listStatus(new org.apache.hadoop.fs.Path(MAIL)))
        .filter(file -> file.getPath().getName().startsWith("rolecall-"))
        .toList();
  }

  /** The jar of a program, as its author would ship it. */
  private Path jar() throws IOException {
    Path jar = scratch.resolve("words.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Class<?> one : List.of(WordTool.class, WordJob.class, WordJob.SlowMapper.class)) {
        String name = one.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(entries);
        }
      }
    }
    return jar;
  }

  private Process run(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of("run", "--for", "s3a://" + FLIGHTS, "--for", "s3a://" + RESULTS, "--"));
    all.addAll(List.of(command));
    Process process = machine.start(out, "rolecall", all.toArray(String[]::new));
    started.add(process);
    return process;
  }

  private Process words(String output, Duration time) throws IOException {
    return run(
        "hadoop",
        "jar",
        jar().toString(),
        WordTool.class.getName(),
        "-libjars",
        "rolecall-hadoop-plugin-VERSION.jar",
        output,
        "" + time.toMillis());
  }

  private String text() throws IOException {
    return Files.readString(out);
  }

  private void succeed(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
        .as("%s", text())
        .isTrue();
    assertThat(process.exitValue()).as("%s", text()).isZero();
  }

  /** Of the routed roles alone, none was denied, and nobody but the supplier asked STS. */
  private void assertThreeLifetimesWithoutADenial() throws IOException {
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.aws().log().entries())
        .as("expired or denied")
        .noneMatch(entry -> entry.status() == 400 || entry.status() == 403);
    assertThat(accounts.keys(FLIGHTS)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(accounts.assumed())
        .as("a call for each role and renewal, however many tasks")
        .isBetween((long) accounts.keys(FLIGHTS).size(), 2 * mostRounds());
    assertThat(mailboxes()).as("removed with the command").isEmpty();
    accounts.assertNoSecretIn(List.of(text()));
    accounts.assertNoSecretIn(cluster.hadoop().containerLogs());
  }

  /** Renewals come when 40 % of a session are left at the earliest. */
  private static long mostRounds() {
    List<Instant> calls =
        accounts.aws().log().operation("AssumeRole").map(entry -> entry.time()).sorted().toList();
    Duration all = Duration.between(calls.get(0), calls.get(calls.size() - 1));
    return 1 + all.toMillis() / (SESSION.toMillis() * 6 / 10);
  }

  @Test
  void aJobWithReducersOutlivesThreeSessions() throws Exception {
    succeed(words("three", THREE_LIFETIMES));
    assertThat(accounts.counted("three")).isEqualTo(WORDS);
    assertThreeLifetimesWithoutADenial();
    assertThat(accounts.processes(FLIGHTS)).as("submitter and mappers").hasSize(3);
  }

  @Test
  void distcpOutlivesThreeSessions() throws Exception {
    byte[] bytes = new byte[(int) THREE_LIFETIMES.toSeconds() * BYTES_PER_SECOND];
    new Random(4711).nextBytes(bytes);
    accounts.aws().put(FLIGHTS, "large/1", bytes);
    succeed(
        run(
            "hadoop",
            "distcp",
            "-libjars",
            "rolecall-hadoop-plugin-VERSION.jar",
            "-direct",
            "-bandwidth",
            "1",
            "-m",
            "1",
            "s3a://" + FLIGHTS + "/large",
            "s3a://" + RESULTS + "/copied"));
    assertThat(accounts.aws().get(RESULTS, "copied/1")).isEqualTo(bytes);
    assertThreeLifetimesWithoutADenial();
  }

  /** Sessions live on for their time; then the tasks say who supplied them, and since when not. */
  @Test
  void whenTheSupplierIsKilledTasksGoOnToTheEndOfTheirSessions() throws Exception {
    Process supplier = words("killed", Duration.ofMinutes(5));
    Await.until(
        PATIENCE,
        () -> {
          assertThat(supplier.isAlive()).as("%s", text()).isTrue();
          return accounts.keys(FLIGHTS).size() >= 2 && accounts.processes(FLIGHTS).size() >= 3;
        });
    List<ProcessHandle> command = supplier.descendants().toList();
    Instant killed = Instant.now();
    supplier.destroyForcibly().waitFor();
    try {
      Await.until(PATIENCE, () -> text().contains(" has brought no session since its letter of "));
    } finally {
      command.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(text())
        .contains("its token's session ends at ")
        .contains(
            ", and no newer token has come: the mailbox " + mailboxes().get(0).getPath().toString())
        .contains(
            "It is supplied by rolecall run (process "
                + supplier.pid()
                + " of user "
                + System.getProperty("user.name")
                + " on ")
        .contains(
            "), which has ended, or gets no sessions: see what it printed, and start the job again"
                + " under a command that lives as long as the job");
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.aws().log().bucket(FLIGHTS))
        .as("after the supplier")
        .anyMatch(entry -> entry.status() == 200 && entry.time().isAfter(killed.plusSeconds(5)));
    assertThat(accounts.aws().log().operation("AssumeRole"))
        .noneMatch(entry -> entry.time().isAfter(killed.plusSeconds(1)));
    accounts.assertNoSecretIn(List.of(text()));
    hdfs().delete(mailboxes().get(0).getPath(), true);
  }
}
