package io.rolecall.supply.loopback;

import io.rolecall.handoff.ContainerAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server on the loopback interface that gives sessions to whoever has its token: other users of
 * the machine reach the port, and so does a page in a browser, by a name that resolves to this
 * machine. Who has the port after it can be told from it by what proves it.
 */
public final class SessionEndpoint implements AutoCloseable {

  /** Clients send what they ask at once. */
  private static final PassingConnections.Limits LIMITS =
      new PassingConnections.Limits(256, Duration.ofSeconds(10));

  private static final int SECRET_BYTES = 32;

  private final JoinedAnswers answers;
  private final String host;
  private final String token = secret();
  private final String proof = secret();
  private final LoopbackServer server;

  private SessionEndpoint(
      JoinedAnswers answers, LoopbackPort port, PassingConnections.Limits limits)
      throws IOException {
    this.answers = answers;
    this.host = "127.0.0.1:" + port.number();
    this.server = LoopbackServer.start(port, this::ask, limits);
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * Opens it, on a free port.
   *
   * @param sources what is told, by the path under which it is asked for
   * @throws IOException if that cannot be done; says why
   */
  public static SessionEndpoint open(Map<String, JoinedAnswers.Source> sources) throws IOException {
    return open(sources, LIMITS);
  }

  public static SessionEndpoint open(
      Map<String, JoinedAnswers.Source> sources, PassingConnections.Limits limits)
      throws IOException {
    return new SessionEndpoint(new JoinedAnswers(sources), LoopbackPort.open(), limits);
  }

  /** Where clients ask for what is told under a path. */
  public URI uri(String path) {
    return URI.create("http://" + host + path);
  }

  /** What clients say in the header Authorization; a secret. */
  public String token() {
    return token;
  }

  /** What it says to those who have the token, and nobody else can say; a secret. */
  public String proof() {
    return proof;
  }

  private Optional<HttpAnswer> ask(RequestHead head, Caller caller) {
    if (!List.of(host).equals(head.field("host"))) {
      return refusal(403, "Refused", "ask " + host + " by this name");
    }
    if (!isKnown(head.field("authorization"))) {
      return refusal(
          401,
          "Refused",
          "the header Authorization is not what AWS_CONTAINER_AUTHORIZATION_TOKEN says");
    }
    return askAsKnown(head, new Known(caller)).map(answer -> answer.proven(proof));
  }

  private Optional<HttpAnswer> askAsKnown(RequestHead head, Caller caller) {
    if (!answers.paths().contains(head.path())) {
      return refusal(404, "NotFound", "there is only " + String.join(", ", answers.paths()));
    }
    if (!head.method().equals("GET")) {
      return refusal(405, "NotAllowed", "only GET is answered");
    }
    return answers.ask(head.path(), caller);
  }

  private static Optional<HttpAnswer> refusal(int status, String code, String message) {
    return Optional.of(new HttpAnswer(status, ContainerAnswer.failure(code, message)));
  }

  /** In the same time, however much of it is right. */
  private boolean isKnown(List<String> said) {
    return said.size() == 1
        && MessageDigest.isEqual(
            said.get(0).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /** Who has said the token: he is told the proof. */
  private final class Known implements Caller {

    private final Caller caller;

    Known(Caller caller) {
      this.caller = caller;
    }

    @Override
    public boolean isHere() {
      return caller.isHere();
    }

    @Override
    public void answer(HttpAnswer answer) {
      caller.answer(answer.proven(proof));
    }
  }

  @Override
  public void close() {
    server.close();
    answers.close();
  }

  /** Where it is; not its token. */
  @Override
  public String toString() {
    return "http://" + host;
  }
}
