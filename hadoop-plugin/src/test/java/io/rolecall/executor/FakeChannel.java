package io.rolecall.executor;

import io.rolecall.driver.Grants;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A driver that answers as it is told. Thread-safe. */
final class FakeChannel implements SessionChannel {

  /** Answers a question. */
  interface Answer {
    GrantAnswer to(GrantRequest request) throws IOException;
  }

  /** Says what there is; what is not asked for is left out. */
  interface Grant {
    SessionGrant to(GrantRequest request) throws IOException;
  }

  private final List<GrantRequest> requests = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;
  private volatile Answer answer;

  private FakeChannel(Answer answer) {
    this.answer = answer;
  }

  static FakeChannel granting(Grant grant) {
    return new FakeChannel(answering(grant));
  }

  private static Answer answering(Grant grant) {
    return request -> Grants.answer(grant.to(request), request);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public byte[] ask(byte[] request) throws IOException {
    GrantRequest question = GrantRequest.decode(request);
    requests.add(question);
    return AnswerCodec.encode(answer.to(question));
  }

  /** From now on it grants this. */
  void grant(Grant next) {
    answer = answering(next);
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

  /** Which roles were asked for, question by question; routes of buckets do not count. */
  List<Set<String>> rolesAskedFor() {
    return requests.stream()
        .filter(request -> !request.roles().isEmpty())
        .map(
            request ->
                request.roles().stream().map(RoleOfSet::fingerprint).collect(Collectors.toSet()))
        .toList();
  }
}
