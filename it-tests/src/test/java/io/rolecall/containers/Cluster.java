package io.rolecall.containers;

import static java.util.Objects.requireNonNull;

import io.rolecall.quickstart.JobSettings;
import io.rolecall.quickstart.SparkHome;
import io.rolecall.quickstart.Workplace;
import io.rolecall.support.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster, each process of which is in a container: a master, two workers with
 * an executor each, and drivers. Executors have no AWS identity; a driver has the submitter's key
 * in a file of its own. Closing it removes the containers. Not thread-safe.
 */
public final class Cluster implements AutoCloseable {

  /** The workers, by their containers' names. */
  public static final List<String> WORKERS = List.of("worker1", "worker2");

  /** The master's container. */
  public static final String MASTER = "master";

  private static final String PORT = "7077";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** What each container may write to, besides its own file system. */
  private static final String LOCAL = "/local";

  /** Debian's, of whatever machine. */
  private static final String FAKETIME = "/usr/lib/*/faketime/libfaketimeMT.so.1";

  private static final String STEERING = "/steering";
  private static final String CREDENTIALS = "/credentials";

  private final Docker docker;
  private final LocalAwsContainer aws;
  private final Path scratch;
  private final SparkHome home;
  private final Workplace workplace = Workplace.ofThisProject();
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> clocks = new HashMap<>();
  private final List<String> workerOptions = new ArrayList<>();
  private final List<String> containers = new ArrayList<>();
  private final Path conf;
  private int coresPerWorker = 1;

  /**
   * A cluster that has not started.
   *
   * @param docker the network of its containers
   * @param aws what is in AWS's place
   * @param scratch a folder for its files
   * @param lifetime of a session
   * @throws IOException if files cannot be written
   */
  public Cluster(Docker docker, LocalAwsContainer aws, Path scratch, Duration lifetime)
      throws IOException {
    this.docker = docker;
    this.aws = aws;
    this.scratch = scratch;
    this.home = workplace.sparkHome();
    this.conf = scratch.resolve("cluster.conf");
    String secret = UUID.randomUUID().toString();
    write(
        conf,
        Map.of(
            "spark.authenticate", "true",
            "spark.authenticate.secret", secret,
            "spark.network.crypto.enabled", "true",
            // Longer than a worker is suspended here.
            "spark.worker.timeout", "300"));
    settings.putAll(JobSettings.cluster(Path.of(CREDENTIALS)));
    settings.putAll(JobSettings.localAws(LocalAwsContainer.endpoint(), lifetime));
    settings.putAll(JobSettings.rolecall());
    // The network has no others in it.
    settings.put(
        "spark.hadoop.fs.s3a.rolecall.sts.http.hosts", LocalAwsContainer.endpoint().getHost());
    settings.put("spark.master", "spark://" + MASTER + ":" + PORT);
    settings.put("spark.authenticate.secret", secret);
    settings.put("spark.driver.bindAddress", "0.0.0.0");
    settings.put("spark.local.dir", LOCAL);
    // Both executors are there before the first round.
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
  }

  /**
   * Changes a setting of its jobs.
   *
   * @param key the key
   * @param value the value
   * @return this
   */
  public Cluster conf(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * Adds to a setting of its jobs.
   *
   * @param key the key
   * @param value what comes after what is there
   * @return this
   */
  public Cluster append(String key, String value) {
    settings.merge(key, value, String::concat);
    return this;
  }

  /**
   * How many tasks an executor runs at a time: one unless set.
   *
   * @param cores how many
   * @return this
   */
  public Cluster coresPerWorker(int cores) {
    coresPerWorker = cores;
    return this;
  }

  /**
   * Lets the clock of a container be wrong.
   *
   * @param name the container
   * @param offset as faketime reads it, such as {@code +16m}
   * @return this
   */
  public Cluster clock(String name, String offset) {
    clocks.put(name, offset);
    return this;
  }

  /**
   * Adds options of {@code docker run} for the workers.
   *
   * @param options the options
   * @return this
   */
  public Cluster workerOptions(String... options) {
    workerOptions.addAll(List.of(options));
    return this;
  }

  /**
   * Starts master and workers, and waits until they know each other.
   *
   * @return this
   * @throws IOException if they do not start
   */
  public Cluster start() throws IOException {
    start(
        MASTER,
        List.of(),
        List.of(
            "org.apache.spark.deploy.master.Master",
            "--host",
            MASTER,
            "--port",
            PORT,
            "--webui-port",
            "0",
            "--properties-file",
            conf.toString()));
    awaitLog(MASTER, "I have been elected leader");
    for (String worker : WORKERS) {
      start(
          worker,
          workerOptions,
          List.of(
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              worker,
              "--webui-port",
              "0",
              "--cores",
              Integer.toString(coresPerWorker),
              "--memory",
              "1g",
              "--work-dir",
              LOCAL + "/work",
              "--properties-file",
              conf.toString(),
              "spark://" + MASTER + ":" + PORT));
    }
    for (String worker : WORKERS) {
      awaitLog(worker, "Successfully registered with master");
    }
    return this;
  }

  /**
   * Starts a driver.
   *
   * @param name its container's name
   * @param mainClass its class, of the examples' jar
   * @param arguments its arguments; {@link #steering} is the folder by which it is steered
   * @throws IOException if it cannot be started
   */
  public void submit(String name, Class<?> mainClass, String... arguments) throws IOException {
    Path credentials = scratch.resolve("key").resolve("credentials");
    if (Files.notExists(credentials)) {
      Workplace.writeProfile(Files.createDirectory(credentials.getParent()), aws.submitter());
    }
    Files.createDirectories(steeringHere());
    Map<String, String> own = new HashMap<>(settings);
    own.put("spark.driver.host", name);
    own.put("spark.executor.cores", Integer.toString(coresPerWorker));
    own.put("spark.cores.max", Integer.toString(coresPerWorker * WORKERS.size()));
    Path file = scratch.resolve(name + ".conf");
    write(file, own);
    List<String> words =
        new ArrayList<>(
            List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--properties-file",
                file.toString(),
                "--class",
                mainClass.getName(),
                "--jars",
                workplace.pluginJar() + "," + workplace.sparkJar(),
                workplace.jobJar().toString()));
    words.addAll(List.of(arguments));
    start(
        name,
        List.of(
            "--volume",
            readOnly(file, file.toString()),
            "--volume",
            readOnly(credentials, CREDENTIALS),
            "--volume",
            readOnly(steeringHere(), STEERING)),
        words);
  }

  /** The folder by which drivers are steered, as they see it. */
  public static String steering() {
    return STEERING;
  }

  /** The same folder, as this process sees it. */
  public Path steeringHere() {
    return scratch.resolve("steering");
  }

  private void start(String name, List<String> more, List<String> words) throws IOException {
    Path own = Files.createDirectory(scratch.resolve(name));
    Path tools = workplace.root().resolve("it-tests/containers");
    List<String> options = new ArrayList<>();
    Stream.of(
            home.path(),
            repository(),
            tools,
            conf,
            workplace.pluginJar(),
            workplace.sparkJar(),
            workplace.jobJar())
        .forEach(path -> options.addAll(List.of("--volume", readOnly(path, path.toString()))));
    options.addAll(List.of("--volume", own + ":" + LOCAL, "--env", "SPARK_HOME=" + home.path()));
    // For the rules of its firewall.
    options.addAll(List.of("--cap-add", "NET_ADMIN"));
    options.addAll(more);
    List<String> command = new ArrayList<>();
    if (clocks.containsKey(name)) {
      // Waits are by the monotonic clock, which stays right: without the last of these, a thread of
      // a JVM that waits for a time does not wait at all.
      for (String setting :
          List.of(
              "FAKETIME=" + clocks.get(name),
              "FAKETIME_DONT_FAKE_MONOTONIC=1",
              "FAKETIME_FORCE_MONOTONIC_FIX=0")) {
        options.addAll(List.of("--env", setting));
      }
      command.addAll(List.of("sh", "-c", "LD_PRELOAD=$(echo " + FAKETIME + ") exec \"$0\" \"$@\""));
    }
    command.add(tools.resolve("spark-class").toString());
    command.addAll(words);
    docker.start(name, options, command);
    containers.add(name);
  }

  private static String readOnly(Path here, String there) {
    return here + ":" + there + ":ro";
  }

  /** What the links of Spark's home lead to: the folder that all of its jars are below. */
  private Path repository() throws IOException {
    List<Path> jars;
    try (Stream<Path> links = Files.list(home.path().resolve("jars"))) {
      jars = links.filter(Files::isSymbolicLink).map(Cluster::target).toList();
    }
    Path common = requireNonNull(jars.get(0).getParent());
    for (Path jar : jars) {
      while (!jar.startsWith(common)) {
        common = requireNonNull(common.getParent());
      }
    }
    return common;
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
  }

  /** Waits until a container has printed a text. */
  void awaitLog(String name, String text) {
    Await.until(
        PATIENCE,
        LOOK,
        () -> {
          String log = docker.log(name);
          if (!log.contains(text) && !docker.isRunning(name)) {
            throw new AssertionError(name + " has ended: " + last(log));
          }
          return log.contains(text);
        });
  }

  private static String last(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  /** What a container has printed. */
  public String log(String name) throws IOException {
    return docker.log(name);
  }

  /** Whether a container runs, suspended or not. */
  public boolean isRunning(String name) throws IOException {
    return docker.isRunning(name);
  }

  /** What the executors of a worker have printed. */
  public String executorLogs(String worker) throws IOException {
    StringBuilder logs = new StringBuilder();
    Path work = scratch.resolve(worker).resolve("work");
    if (Files.exists(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
          logs.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return logs.toString();
  }

  /**
   * Waits for the end of a container's process.
   *
   * @param name the container
   * @return its exit code
   * @throws IOException if Docker does not tell
   */
  public int awaitEnd(String name) throws IOException {
    Await.until(PATIENCE, LOOK, () -> !docker.isRunning(name));
    return docker.exitCode(name);
  }

  /** The address of a container. */
  public String address(String name) throws IOException {
    return docker.address(name);
  }

  /** Lets nothing pass between two containers; what they send is lost without a word. */
  public void cutOff(String one, String other) throws IOException {
    firewall("--append", one, other);
  }

  /** Takes that back. */
  public void reconnect(String one, String other) throws IOException {
    firewall("--delete", one, other);
  }

  private void firewall(String what, String one, String other) throws IOException {
    for (List<String> way : List.of(List.of(one, other), List.of(other, one))) {
      docker.shell(
          way.get(0),
          "iptables " + what + " INPUT --source " + address(way.get(1)) + " --jump DROP");
    }
  }

  /** Suspends a container, as a machine that sleeps. */
  public void pause(String name) throws IOException {
    docker.pause(name);
  }

  /** Wakes it. */
  public void unpause(String name) throws IOException {
    docker.unpause(name);
  }

  /** Kills all processes of a container at once. */
  public void kill(String name) throws IOException {
    docker.kill(name);
  }

  /** Kills the executors of a worker, and not the worker. */
  public void killExecutors(String worker) throws IOException {
    docker.shell(worker, "pkill -KILL -f '[C]oarseGrainedExecutorBackend'");
  }

  /** How many executors a worker has. */
  public int executors(String worker) throws IOException {
    return docker.isRunning(worker)
        ? Integer.parseInt(
            docker.shell(worker, "pgrep -f '[C]oarseGrainedExecutorBackend' | wc -l").trim())
        : 0;
  }

  /** Runs a command of a shell in a container. */
  public String shell(String name, String command) throws IOException {
    return docker.shell(name, command);
  }

  /**
   * What its containers would leave behind for others to find: files, logs, settings, processes.
   *
   * @return all of it
   * @throws IOException if it cannot be read
   */
  public Leftovers leftovers() throws IOException {
    Leftovers found = new Leftovers();
    for (String name : containers) {
      found.container(docker, name);
      found.folder(name + ":" + LOCAL, scratch.resolve(name));
    }
    return found;
  }

  /** Removes the containers; what they have printed stays with the cluster's files. */
  @Override
  public void close() throws IOException {
    for (String name : containers) {
      Files.writeString(scratch.resolve(name + ".log"), docker.log(name));
      docker.remove(name);
    }
  }
}
