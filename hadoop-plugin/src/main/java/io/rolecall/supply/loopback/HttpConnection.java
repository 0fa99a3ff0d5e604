package io.rolecall.supply.loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection by which one request comes and one answer goes. Never waits. Of its server's thread
 * alone, but for {@link #isOpen}.
 */
final class HttpConnection {

  /** What clients of AWS send is a tenth of it. */
  private static final int LONGEST_HEAD = 8192;

  private static final String END = "\r\n\r\n";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream(0);
  private @Nullable ByteBuffer answer;
  private boolean asked;

  /**
   * A connection, which is told to its key.
   *
   * @param channel the socket, which does not wait
   * @param key its registration, for reading
   */
  HttpConnection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
    key.attach(this);
  }

  /** What has come. */
  enum Received {
    /** Nothing that is new to its server. */
    NOTHING,
    /** A whole head, or more than one may be. */
    HEAD,
    /** The other side's end. */
    END
  }

  /**
   * Reads what is there. Only the head is kept, and nothing of what comes after it.
   *
   * @param buffer for a while, and as large as is read at a time
   * @throws IOException if the connection is lost
   */
  Received receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int read = channel.read(buffer);
    if (read < 0) {
      return Received.END;
    }
    if (asked || read == 0) {
      return Received.NOTHING;
    }
    // What is new may end what was there.
    int from = Math.max(0, received.size() - END.length());
    received.write(buffer.array(), 0, read);
    asked = text().indexOf(END, from) >= 0 || received.size() > LONGEST_HEAD;
    return asked ? Received.HEAD : Received.NOTHING;
  }

  /** The head's lines; empty if it is too long for one. */
  String head() {
    String text = text();
    int end = text.indexOf(END);
    return end < 0 || end > LONGEST_HEAD ? "" : text.substring(0, end);
  }

  private String text() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Begins to send the answer; nothing is read any more but the other side's end.
   *
   * @throws IOException if the connection is lost
   */
  void send(HttpAnswer all) throws IOException {
    received.reset();
    answer = ByteBuffer.wrap(all.bytes());
    send();
  }

  /**
   * Sends what the other side takes now.
   *
   * @throws IOException if the connection is lost
   */
  void send() throws IOException {
    ByteBuffer rest = answer;
    if (rest == null) {
      return;
    }
    channel.write(rest);
    if (rest.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } else {
      answer = null;
      key.interestOps(SelectionKey.OP_READ);
      channel.shutdownOutput();
    }
  }

  /** Whether it is there, as far as is known. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /** Ends it. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is lost anyway.
    }
  }
}
