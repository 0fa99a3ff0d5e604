package io.rolecall.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to LocalAws's STS that is shut until {@link #open}: whoever calls meanwhile is connected,
 * and waits for an answer. It counts who waits at the same time, remembers which roles were asked
 * for, and tells how long it took from the first call to the last answer. Thread-safe.
 */
final class StsGate implements AutoCloseable {

  private static final Pattern ROLE = Pattern.compile("[&]RoleArn=([^&]*)&");

  /** What the SDK says of a request that it does not repeat. */
  private static final String FIRST = "amz-sdk-request: attempt=1;";

  /** How long a caller waits before it gives up, with all attempts. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI sts;
  private final ServerSocket socket;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger mostWaiting = new AtomicInteger();
  private final Queue<String> rolesAskedFor = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> lastAsked = new ConcurrentHashMap<>();
  private final AtomicLong firstCall = new AtomicLong();
  private final AtomicLong lastAnswer = new AtomicLong();
  private volatile CountDownLatch opened = new CountDownLatch(1);

  StsGate(URI sts) throws IOException {
    this.sts = sts;
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start("sts-gate", this::listen);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Lets all through, now and until it is shut again. */
  void open() {
    opened.countDown();
  }

  /** Lets nobody through who calls from now on, and counts anew. */
  void shut() {
    opened = new CountDownLatch(1);
    countAnew();
  }

  /** Forgets how many waited, for which roles, and how long it took. */
  void countAnew() {
    rolesAskedFor.clear();
    lastAsked.clear();
    mostWaiting.set(waiting.get());
    firstCall.set(0);
  }

  /** From the first call to the last answer. */
  Duration took() {
    return Duration.ofNanos(lastAnswer.get() - firstCall.get());
  }

  /** How many calls have no answer yet. */
  int waiting() {
    return waiting.get();
  }

  /** How many that were at most. */
  int mostWaiting() {
    return mostWaiting.get();
  }

  /**
   * The roles that were asked for, once for each call that its caller could wait for. Where the
   * machine is slow, the SDK repeats a call which has no answer for some seconds, and one that was
   * given up is asked for anew: these are no further ones.
   */
  List<String> rolesAskedFor() {
    return List.copyOf(rolesAskedFor);
  }

  private void asked(String role) {
    long now = System.nanoTime();
    Long before = lastAsked.put(role, now);
    if (before == null || now - before < PATIENCE.toNanos()) {
      rolesAskedFor.add(role);
    }
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        sockets.add(client);
        start("sts-gate-call", () -> serve(client));
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void serve(Socket client) {
    Call call = new Call();
    try (client;
        Socket server = new Socket(sts.getHost(), sts.getPort())) {
      sockets.add(server);
      start("sts-gate-answer", () -> answer(server, client, call));
      byte[] buffer = new byte[64 * 1024];
      InputStream in = client.getInputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        call.goesOn(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        opened.await();
        server.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      call.ends();
    }
  }

  private void answer(Socket server, Socket client, Call call) {
    try {
      byte[] buffer = new byte[64 * 1024];
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        call.ends();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  /** A connection has one call at a time, which may come in pieces. */
  private final class Call {
    private boolean running;
    private boolean hasRole;
    private final StringBuilder text = new StringBuilder();

    synchronized void goesOn(String piece) {
      if (!running) {
        running = true;
        hasRole = false;
        text.setLength(0);
        firstCall.compareAndSet(0, System.nanoTime());
        mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
      }
      Matcher role = ROLE.matcher(text.append(piece));
      if (!hasRole && role.find()) {
        hasRole = true;
        if (text.indexOf(FIRST) >= 0) {
          asked(URLDecoder.decode(role.group(1), StandardCharsets.UTF_8));
        }
      }
    }

    synchronized void ends() {
      if (running) {
        running = false;
        lastAnswer.set(System.nanoTime());
        waiting.decrementAndGet();
      }
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    opened.countDown();
    socket.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
