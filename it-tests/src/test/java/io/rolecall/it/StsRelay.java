package io.rolecall.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on what is asked of STS, until it is told to hang: then it takes questions, and that is
 * all.
 */
final class StsRelay implements Closeable {

  private final URI sts;
  private final ServerSocket server;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean hanging;

  private StsRelay(URI sts, ServerSocket server) {
    this.sts = sts;
    this.server = server;
  }

  /** Starts one on a free port of the loopback interface. */
  static StsRelay start(URI sts) throws IOException {
    StsRelay relay = new StsRelay(sts, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    daemon(relay::accept);
    return relay;
  }

  URI endpoint() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  void hang(boolean now) throws IOException {
    hanging = now;
    for (Closeable connection : open) {
      connection.close(); // Of clients that keep them.
    }
    open.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        if (!hanging) {
          Socket target = new Socket(sts.getHost(), sts.getPort());
          open.add(target);
          daemon(() -> pass(client, target));
          daemon(() -> pass(target, client));
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One of them has ended.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "sts-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    hang(true);
  }
}
