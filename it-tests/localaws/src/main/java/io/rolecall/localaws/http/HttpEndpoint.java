package io.rolecall.localaws.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on an address, the loopback one unless told, and hands requests to a handler, one thread
 * a connection.
 *
 * <p>Idle connections stay open until the client or {@link #close} ends them, so that no client
 * ever meets a connection that the server has just given up. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpEndpoint.class.getName());
  private static final int BACKLOG = 512;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocket listener;
  private final HttpHandler handler;
  private final Clock clock;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ThreadFactory daemons = daemons();
  private final ExecutorService threads = Executors.newCachedThreadPool(daemons);
  private final Thread acceptor = daemons.newThread(this::accept);

  private HttpEndpoint(ServerSocket listener, HttpHandler handler, Clock clock) {
    this.listener = listener;
    this.handler = handler;
    this.clock = clock;
  }

  /**
   * Starts to listen on the loopback address.
   *
   * @param port the port, or 0 for a free one
   * @param handler answers the requests
   * @param clock what the Date field of the answers shows
   */
  public static HttpEndpoint start(int port, HttpHandler handler, Clock clock) throws IOException {
    return start(new InetSocketAddress(loopback(), port), handler, clock);
  }

  /** 127.0.0.1, whatever this JVM prefers. */
  public static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(LOOPBACK);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  /**
   * Starts to listen.
   *
   * @param address the address, and the port or 0 for a free one
   * @param handler answers the requests
   * @param clock what the Date field of the answers shows
   */
  public static HttpEndpoint start(InetSocketAddress address, HttpHandler handler, Clock clock)
      throws IOException {
    ServerSocket listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
    HttpEndpoint endpoint = new HttpEndpoint(listener, handler, clock);
    endpoint.acceptor.start();
    return endpoint;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Stops listening and drops every connection. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // until it has woken up, the socket goes on accepting
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        LOG.log(listener.isClosed() ? Level.DEBUG : Level.WARNING, "cannot accept", e);
      }
    }
  }

  private void serve(Socket socket) {
    try {
      new HttpConnection(socket, handler, clock).run();
    } finally {
      connections.remove(socket);
    }
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "localaws-http-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
