package io.rolecall.localaws.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;

/** Serves one connection, request after request, on its own thread. */
final class HttpConnection implements Runnable {
  private static final Logger LOG = System.getLogger(HttpConnection.class.getName());
  private static final int BUFFER_BYTES = 32 * 1024;

  private final Socket socket;
  private final HttpHandler handler;
  private final Clock clock;

  HttpConnection(Socket socket, HttpHandler handler, Clock clock) {
    this.socket = socket;
    this.handler = handler;
    this.clock = clock;
  }

  @Override
  public void run() {
    try (socket) {
      // without this each small answer waits for the client's delayed acknowledgement: 40 ms
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
      InetSocketAddress remote = (InetSocketAddress) socket.getRemoteSocketAddress();
      boolean open = true;
      while (open) {
        HttpRequest request = RequestParser.parse(in, remote);
        open = request != null && serve(new HttpExchange(request, socket, in, out, clock));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "connection lost", e);
    }
  }

  private boolean serve(HttpExchange exchange) throws IOException {
    try {
      handler.handle(exchange);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "cannot answer " + exchange.request(), e);
      if (exchange.isAnswered()) {
        return false;
      }
    }
    return exchange.finish();
  }
}
