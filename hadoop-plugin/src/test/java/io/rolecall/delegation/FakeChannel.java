package io.rolecall.delegation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A driver that answers as it is told. Thread-safe. */
final class FakeChannel implements SessionChannel {

  /** Answers a question. */
  interface Answer {
    SessionGrant to(GrantRequest request) throws IOException;
  }

  private final List<GrantRequest> requests = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;
  private volatile Answer answer;

  FakeChannel(Answer answer) {
    this.answer = answer;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public byte[] ask(byte[] request) throws IOException {
    GrantRequest question = GrantRequest.decode(request);
    requests.add(question);
    return GrantCodec.encode(answer.to(question));
  }

  /** From now on it answers so. */
  void answer(Answer next) {
    answer = next;
  }

  /** Nobody is there any more. */
  void close() {
    open = false;
  }

  /** What was asked, in order. */
  List<GrantRequest> requests() {
    return List.copyOf(requests);
  }
}
