package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A machine whose commands are started by {@code rolecall run}, with the guide's mailbox on HDFS.
 * Ends what it started when it is closed.
 */
final class SuppliedMachine implements AutoCloseable {

  /** How long a command may take that is to succeed. */
  static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final String MAIL = "/user/" + System.getProperty("user.name");

  private final GuidedCluster cluster;
  private final Machine machine;
  private final Path out;
  private final List<String> planted;
  private final List<Process> started = new ArrayList<>();

  private SuppliedMachine(
      GuidedCluster cluster, Machine machine, Path out, Collection<String> planted) {
    this.cluster = cluster;
    this.machine = machine;
    this.out = out;
    this.planted = List.copyOf(planted);
  }

  /**
   * A machine.
   *
   * @param cluster the cluster that it submits jobs to
   * @param scratch where its files go
   * @param session how long sessions last
   * @param settings further settings of its configuration, which travels with the jobs
   */
  static SuppliedMachine create(
      GuidedCluster cluster, Path scratch, Duration session, Map<String, String> settings)
      throws IOException {
    return create(cluster, scratch, session, settings, settings.values());
  }

  /**
   * A machine whose jobs' containers are given secrets.
   *
   * @param cluster the cluster that it submits jobs to
   * @param scratch where its files go
   * @param session how long sessions last
   * @param settings further settings of its configuration, which travels with the jobs
   * @param planted the secrets that are in them
   */
  static SuppliedMachine create(
      GuidedCluster cluster,
      Path scratch,
      Duration session,
      Map<String, String> settings,
      Collection<String> planted)
      throws IOException {
    Configuration conf = cluster.clientSettings();
    cluster.guide().settings("mailbox").forEach(conf::set);
    conf.set("fs.s3a.assumed.role.session.duration", session.toSeconds() + "s");
    // A part is uploaded while the next one is read.
    conf.set("fs.s3a.multipart.size", "5M");
    settings.forEach(conf::set);
    FileSystem hdfs = FileSystem.get(cluster.hadoop().configuration());
    org.apache.hadoop.fs.Path mail = new org.apache.hadoop.fs.Path(MAIL);
    hdfs.mkdirs(mail);
    // A mini cluster's superuser may be another one, and masks nothing.
    hdfs.setOwner(mail, System.getProperty("user.name"), null);
    hdfs.setPermission(mail, new FsPermission((short) 0700));
    return new SuppliedMachine(
        cluster, Machine.create(scratch.resolve("machine"), conf), scratch.resolve("out"), planted);
  }

  /** The machine, for commands that are not supplied. */
  Machine machine() {
    return machine;
  }

  /** The folder that mailboxes are made in. */
  static String mail() {
    return MAIL;
  }

  /** Starts a command with sessions of both accounts. */
  Process run(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of("run", "--for", "s3a://" + FLIGHTS, "--for", "s3a://" + RESULTS, "--"));
    all.addAll(List.of(command));
    return remember(machine.start(out, "rolecall", all.toArray(String[]::new)));
  }

  /** Starts a guide's lines, in a shell. */
  Process shell(String lines) throws IOException {
    return remember(machine.startShell(out, lines));
  }

  private Process remember(Process process) {
    started.add(process);
    return process;
  }

  /**
   * Starts a job that counts words.
   *
   * @param input the folder of flights that it reads
   * @param output the folder of results that it writes
   * @param time for how long each of its mappers lists its input
   * @param options further options of Hadoop's
   */
  Process words(String input, String output, Duration time, String... options) throws IOException {
    Path jar =
        ProgramJar.write(
            machine.home().resolve("words.jar"),
            WordTool.class,
            WordJob.class,
            WordJob.SlowMapper.class);
    List<String> command =
        new ArrayList<>(
            List.of(
                "hadoop",
                "jar",
                jar.toString(),
                WordTool.class.getName(),
                "-libjars",
                "rolecall-hadoop-plugin-VERSION.jar"));
    command.addAll(List.of(options));
    command.addAll(List.of(output, "" + time.toMillis(), input));
    return run(command.toArray(String[]::new));
  }

  /** What the command that was started last has written so far. */
  String text() throws IOException {
    return Files.readString(out);
  }

  /** Waits for a command, which is to succeed without a task that failed. */
  void succeed(Process process) throws Exception {
    await(process);
    assertThat(process.exitValue()).as("%s", text()).isZero();
    assertThat(text()).as("no task failed").doesNotContain("Status : FAILED");
  }

  /** Waits for a command's end. */
  void await(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s", text()).isTrue();
  }

  /** The mailboxes that are there. */
  List<FileStatus> mailboxes() throws IOException {
    return Stream.of(
            FileSystem.get(cluster.hadoop().configuration())
                .listStatus(new org.apache.hadoop.fs.Path(MAIL)))
        .filter(file -> file.getPath().getName().startsWith("rolecall-"))
        .toList();
  }

  /**
   * The command's work is done: by the routed roles alone, of which none was denied, and nothing of
   * it is left.
   */
  void assertWellSupplied() throws IOException {
    TwoAccounts accounts = cluster.accounts();
    accounts.assertRoutedRolesAlone();
    assertThat(accounts.aws().log().entries())
        .as("expired or denied")
        .noneMatch(entry -> entry.status() == 400 || entry.status() == 403);
    assertThat(mailboxes()).as("removed with the command").isEmpty();
    accounts.assertNoSecretIn(List.of(text()));
    // YARN logs the variables that containers are started with.
    accounts.assertNoSecretIn(cluster.hadoop().containerLogs(), planted);
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
