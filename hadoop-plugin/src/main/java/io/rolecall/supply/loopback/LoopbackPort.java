package io.rolecall.supply.loopback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * A free port of the loopback interface, which is ours as long as it is open.
 *
 * @param channel where others connect; does not wait
 * @param number the port
 */
record LoopbackPort(ServerSocketChannel channel, int number) {

  /** Clients know this address alone besides {@code localhost}, which may be another one. */
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final int BACKLOG = 1024;

  /**
   * Opens one.
   *
   * @throws IOException if that cannot be done; says why
   */
  static LoopbackPort open() throws IOException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
      try {
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), BACKLOG);
        channel.configureBlocking(false);
        return new LoopbackPort(channel, channel.socket().getLocalPort());
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IOException(
          "no port of 127.0.0.1 can be opened for sessions: " + e.getMessage(), e);
    }
  }
}
