package io.rolecall.supply.loopback;

import static java.util.Objects.requireNonNull;

import io.rolecall.handoff.ContainerAnswer;
import io.rolecall.process.InterruptFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server of HTTP on a port that every user of the machine reaches.
 *
 * <p><b>Problem.</b> Whoever connects and says nothing, or little, takes a connection, and perhaps
 * a thread, from those who have something to ask; Java's own server closes the newest connection
 * where there are too many. <b>Solution.</b> One thread hears them all and waits for none; of those
 * who have not said what they must know, the oldest gives way to the newest. Who has asks, waits
 * for his answer, and is not one of them.
 */
final class LoopbackServer implements AutoCloseable {

  private static final HttpAnswer NO_REQUEST =
      new HttpAnswer(400, ContainerAnswer.failure("Refused", "this is no request of HTTP/1.1"));

  private static final int READ = 4096;

  /** How many connections are taken before others are heard. */
  private static final int AT_ONCE = 64;

  /** For how many milliseconds none is taken after one could not be: files have run out. */
  private static final long PAUSE = 100;

  private final LoopbackPort port;
  private final Desk desk;
  private final PassingConnections passing;
  private final Selector selector;
  private final SelectionKey taking;
  private final Thread thread = new Thread(this::serve, "rolecall-endpoint");
  private final ByteBuffer buffer = ByteBuffer.allocate(READ);
  private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private LoopbackServer(
      LoopbackPort port, Desk desk, PassingConnections.Limits limits, Selector selector)
      throws IOException {
    this.port = port;
    this.desk = desk;
    this.passing = new PassingConnections(limits);
    this.selector = selector;
    this.taking = port.channel().register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Who answers. */
  interface Desk {

    /**
     * Answers, without waiting; in the server's thread.
     *
     * @param head the request
     * @param caller who is told later, if he is somebody who may wait
     * @return the answer, if there is one at once
     */
    Optional<HttpAnswer> ask(RequestHead head, Caller caller);
  }

  /**
   * Begins to answer.
   *
   * @param port where; is closed with the server
   * @param desk who answers
   * @param limits what those may cost who have not asked
   * @throws IOException if that cannot be done
   */
  static LoopbackServer start(LoopbackPort port, Desk desk, PassingConnections.Limits limits)
      throws IOException {
    try {
      LoopbackServer server = new LoopbackServer(port, desk, limits, Selector.open());
      server.thread.setDaemon(true);
      server.thread.start();
      return server;
    } catch (IOException e) {
      port.channel().close();
      throw e;
    }
  }

  private void serve() {
    try {
      while (!closed) {
        round();
      }
    } catch (IOException e) {
      // Nobody is answered any more.
    } finally {
      end();
    }
  }

  private void round() throws IOException {
    boolean paused = taking.interestOps() == 0;
    long until = Math.min(passing.untilNext(), paused ? PAUSE : Long.MAX_VALUE);
    selector.select(until == Long.MAX_VALUE ? 0 : until);
    for (Runnable next = told.poll(); next != null; next = told.poll()) {
      next.run();
    }
    List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    // Those who are there first: who comes now takes the place of nobody who has said all.
    ready.stream().filter(key -> !key.equals(taking)).forEach(this::hear);
    taking.interestOps(SelectionKey.OP_ACCEPT);
    if (ready.contains(taking)) {
      take();
    }
    passing.giveUp();
  }

  private void take() {
    for (int each = 0; each < AT_ONCE; each++) {
      try {
        SocketChannel channel = port.channel().accept();
        if (channel == null) {
          return;
        }
        take(channel);
      } catch (IOException e) {
        taking.interestOps(0);
        return;
      }
    }
  }

  private void take(SocketChannel channel) throws IOException {
    HttpConnection connection;
    try {
      channel.configureBlocking(false);
      connection = new HttpConnection(channel, channel.register(selector, SelectionKey.OP_READ));
    } catch (IOException e) {
      channel.close();
      return;
    }
    passing.add(connection);
    receive(connection);
  }

  private void hear(SelectionKey key) {
    HttpConnection connection = (HttpConnection) requireNonNull(key.attachment());
    try {
      if (key.isWritable()) {
        connection.send();
      }
      if (key.isReadable()) {
        receive(connection);
      }
    } catch (IOException | CancelledKeyException e) {
      passing.close(connection);
    }
  }

  /** Whatever goes wrong with one is nothing to the others. */
  private void receive(HttpConnection connection) {
    try {
      switch (connection.receive(buffer)) {
        case HEAD -> ask(connection);
        case END -> passing.close(connection);
        case NOTHING -> {
          // The rest comes, or the end.
        }
      }
    } catch (IOException | RuntimeException e) {
      passing.close(connection);
    }
  }

  private void ask(HttpConnection connection) {
    Optional<RequestHead> head = RequestHead.parse(connection.head());
    Optional<HttpAnswer> answer =
        head.isEmpty() ? Optional.of(NO_REQUEST) : desk.ask(head.get(), new Waiting(connection));
    if (answer.isPresent()) {
      answer(connection, answer.get());
    } else {
      passing.remove(connection);
    }
  }

  /** The other side ends it when it has all, or it is given up. */
  private void answer(HttpConnection connection, HttpAnswer answer) {
    try {
      connection.send(answer);
      passing.add(connection);
    } catch (IOException | CancelledKeyException e) {
      passing.close(connection);
    }
  }

  /** Who has asked, and is told by another thread. */
  private final class Waiting implements Caller {

    private final HttpConnection connection;

    Waiting(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public boolean isHere() {
      return connection.isOpen();
    }

    @Override
    public void answer(HttpAnswer answer) {
      told.add(() -> LoopbackServer.this.answer(connection, answer));
      selector.wakeup();
    }
  }

  private void end() {
    for (SelectionKey key : selector.keys()) {
      try {
        key.channel().close();
      } catch (IOException e) {
        // It is closed, or lost.
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      // Nothing is registered any more.
    }
  }

  /** When it returns, the port is free. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      InterruptFlag.restore();
    }
  }
}
