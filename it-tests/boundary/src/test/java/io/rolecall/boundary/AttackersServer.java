package io.rolecall.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port of the attacker's, which keeps what is sent there and serves a forged file to all. */
final class AttackersServer implements AutoCloseable {

  /** What those read who were brought here. */
  static final String FORGED_LINE = "forged";

  private static final int PATIENCE_MILLIS = 500;
  private static final int MOST_BYTES = 64 * 1024;

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: \"forged\"\r\nConnection: close\r\n"
          + "Last-Modified: Wed, 25 Nov 2026 00:00:00 GMT\r\n"
          + "Content-Length: "
          + FORGED_LINE.length()
          + "\r\n\r\n";

  private final ServerSocket socket;
  private final List<String> received = new CopyOnWriteArrayList<>();

  private AttackersServer(ServerSocket socket) {
    this.socket = socket;
  }

  static AttackersServer start() throws IOException {
    AttackersServer server =
        new AttackersServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(server::listen, "attackers-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  String hostAndPort() {
    return "127.0.0.1:" + port();
  }

  /** What came, a text for each connection. Whoever connects without a word counts too. */
  List<String> received() {
    return List.copyOf(received);
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(PATIENCE_MILLIS);
        received.add(readHeaders(client.getInputStream()));
        client
            .getOutputStream()
            .write((ANSWER + FORGED_LINE).getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The next one may do better.
      }
    }
  }

  private static String readHeaders(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (int next = in.read();
          next >= 0 && text.length() < MOST_BYTES && text.indexOf("\r\n\r\n") < 0;
          next = in.read()) {
        text.append((char) next);
      }
    } catch (java.net.SocketTimeoutException e) {
      text.append(" (silence)");
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
