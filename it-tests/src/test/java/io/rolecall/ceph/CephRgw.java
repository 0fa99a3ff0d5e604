package io.rolecall.ceph;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away Ceph cluster with an object gateway on loopback, from the machine's packages,
 * without systemd. Its daemons end with this object, or with this JVM. Not thread-safe.
 */
public final class CephRgw implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final List<CephDaemon> daemons = new ArrayList<>();
  private CephConf conf;
  private @Nullable CephDaemon gateway;

  private CephRgw(CephConf conf) {
    this.conf = conf;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Starts a cluster and waits until its gateway answers.
   *
   * @param folder where all state goes; made here
   * @return the cluster
   * @throws IOException if it cannot be started; says which daemon, with the end of its log
   */
  public static CephRgw start(Path folder) throws IOException {
    CephPackages.missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    for (String name : List.of("mon", "osd", "rgw", "run", "crash", "log")) {
      Files.createDirectories(folder.resolve(name));
    }
    CephConf conf =
        new CephConf(folder.toAbsolutePath(), UUID.randomUUID(), freePort(), freePort(), stsKey());
    CephRgw cluster = new CephRgw(conf);
    try {
      conf.write();
      cluster.startMonitor();
      cluster.startOsd();
      cluster.startGateway();
      return cluster;
    } catch (IOException | RuntimeException e) {
      try {
        cluster.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Of 16 characters, as AES-128 wants it. */
  private static String stsKey() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private void startMonitor() throws IOException {
    Path map = conf.folder().resolve("monmap");
    run(
        "monmaptool",
        "--create",
        "--fsid",
        conf.fsid().toString(),
        "--addv",
        "a",
        conf.monitorAddress(),
        map.toString());
    run("ceph-mon", "-c", conf.file().toString(), "-i", "a", "--mkfs", "--monmap", map.toString());
    CephDaemon monitor = daemon("ceph-mon", "-i", "a");
    await(monitor, "accepts connections", () -> accepts(conf.monitorPort()));
  }

  private void startOsd() throws IOException {
    String id = UUID.randomUUID().toString();
    ceph("osd", "new", id);
    run("ceph-osd", "-c", conf.file().toString(), "-i", "0", "--osd-uuid", id, "--mkfs");
    CephDaemon osd = daemon("ceph-osd", "-i", "0");
    await(osd, "is up", () -> ceph("osd", "stat", "-f", "json").contains("\"num_up_osds\":1"));
  }

  private void startGateway() throws IOException {
    CephDaemon started = daemon("radosgw", "-n", "client.rgw");
    gateway = started;
    await(started, "answers", () -> status(endpoint()) == 200);
  }

  private CephDaemon daemon(String program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-c", conf.file().toString(), "-f"));
    command.addAll(List.of(options));
    CephDaemon daemon = CephDaemon.start(program, conf.log(program), command);
    daemons.add(daemon);
    return daemon;
  }

  private static void await(CephDaemon daemon, String what, Condition condition)
      throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (!daemon.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "waited for at most "
                + PATIENCE.toSeconds()
                + " s until it "
                + what
                + ": "
                + daemon.tail());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean accepts(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  /** The status of an anonymous request; 0 if nobody accepts it. */
  private static int status(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    try {
      return connection.getResponseCode();
    } catch (ConnectException e) {
      return 0;
    } finally {
      connection.disconnect();
    }
  }

  private String ceph(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("ceph", "-c", conf.file().toString()));
    command.addAll(List.of("--connect-timeout", "30"));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  /**
   * Runs radosgw-admin.
   *
   * @param words its command and options
   * @return what it printed
   * @throws IOException if it fails; says what it printed
   */
  public String admin(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("radosgw-admin", "-c", conf.file().toString(), "-n", "client.rgw"));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  private String run(String... command) throws IOException {
    Path output = Files.createTempFile(conf.folder().resolve("run"), command[0], ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended;
    try {
      ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + command[0] + " runs");
    }
    process.destroyForcibly();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + (ended ? " ended with " + process.exitValue() : " did not end")
              + ":\n"
              + text);
    }
    return text;
  }

  /**
   * Where S3 and STS are.
   *
   * @return the endpoint
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + conf.gatewayPort());
  }

  /**
   * Ends all sessions before their time: restarts the gateway with another key for session tokens,
   * so that it cannot read those that it gave.
   *
   * @throws IOException if it does not start again
   */
  public void endAllSessions() throws IOException {
    CephDaemon running = gateway;
    if (running != null) {
      running.close();
      daemons.remove(running);
    }
    conf = conf.withStsKey(stsKey());
    conf.write();
    startGateway();
  }

  /**
   * What the gateway was asked so far.
   *
   * @return its log, from here on
   * @throws IOException if it cannot be read
   */
  public RgwLog log() throws IOException {
    return new RgwLog(conf.log("radosgw"), conf.opsLog(), () -> mark());
  }

  /** Sends a request that can be told from all others. */
  private String mark() throws IOException {
    String mark = "mark-" + UUID.randomUUID();
    status(endpoint().resolve("/" + mark));
    return mark;
  }

  /** Kills the daemons and deletes what they wrote but their logs. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (int i = daemons.size() - 1; i >= 0; i--) {
      try {
        daemons.get(i).close();
      } catch (IOException e) {
        failure = e;
      }
    }
    daemons.clear();
    if (failure != null) {
      throw failure;
    }
    for (String name : List.of("mon", "osd", "rgw", "run", "crash")) {
      deleteTree(conf.folder().resolve(name));
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
