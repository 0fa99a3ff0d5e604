package io.rolecall.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rolecall.route.RoleArn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * As much of STS as {@code AssumeRole} and {@code GetCallerIdentity} need: checks nothing,
 * remembers what it was asked, and answers with the n-th session ({@code key-n}, {@code secret-n},
 * {@code token-n}) or as it is told. Thread-safe.
 */
public final class FakeSts implements AutoCloseable {

  /** Whom every SAML assertion signs in. */
  public static final String SAML_USER = "alice@example.com";

  private static final String CALLER =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:aws:iam::111122223333:user/base</Arn>
        </GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private volatile Consumer<Call> beforeAnswer = call -> {};
  private @Nullable String assumedRoleArn;
  private @Nullable Duration granted;

  /** A server on a free port of the loopback interface. */
  public FakeSts() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Sends clients here, with a base identity of {@code base-key} and {@code base-secret}. */
  public void reach(Configuration conf) {
    conf.set("fs.s3a.access.key", "base-key");
    conf.set("fs.s3a.secret.key", "base-secret");
    conf.set("fs.s3a.assumed.role.sts.endpoint", endpoint().toString());
    conf.set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
  }

  /**
   * What a client asked.
   *
   * @param parameters the form
   * @param accessKeyId who signed
   * @param sessionToken the signer's session token; empty if it has none
   */
  public record Call(Map<String, String> parameters, String accessKeyId, String sessionToken) {

    /** One parameter of the form; empty if it was not sent. */
    public String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  private record Failure(int status, String code, String message) {}

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** What it was asked, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Answers the next call that is not yet spoken for with an error. */
  public synchronized void failNext(int status, String code, String message) {
    failures.add(new Failure(status, code, message));
  }

  /** Answers every question for a role with AccessDenied. */
  public void refuse(String roleArn) {
    refused.add(roleArn);
  }

  /** Answers questions for a role again. */
  public void forgive(String roleArn) {
    refused.remove(roleArn);
  }

  /** Says of every session that it is of this assumed role. */
  public synchronized void answerAs(String arn) {
    assumedRoleArn = arn;
  }

  /** Grants every session this long, whatever is asked for. */
  public synchronized void grant(Duration lifetime) {
    granted = lifetime;
  }

  /** Runs this on a thread of each call, before its answer. */
  public void beforeAnswer(Consumer<Call> action) {
    beforeAnswer = action;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
    String authorization = header(exchange, "Authorization");
    Call call =
        new Call(
            form,
            authorization.replaceAll(".*Credential=([^/]*)/.*", "$1"),
            header(exchange, "X-Amz-Security-Token"));
    calls.add(call);
    beforeAnswer.accept(call);
    answer(exchange, form);
  }

  private synchronized void answer(HttpExchange exchange, Map<String, String> form)
      throws IOException {
    Failure failure = failures.poll();
    if (failure == null && refused.contains(form.getOrDefault("RoleArn", ""))) {
      failure = new Failure(403, "AccessDenied", "not authorized");
    }
    if (failure == null) {
      answer(
          exchange,
          200,
          form.getOrDefault("Action", "").equals("GetCallerIdentity")
              ? CALLER
              : session(form, calls.size()));
    } else {
      answer(exchange, failure.status, error(failure));
    }
  }

  private String session(Map<String, String> form, int number) {
    // A SAML session has the name of the assertion; here there is one user.
    String sessionName = form.getOrDefault("RoleSessionName", SAML_USER);
    RoleArn role = RoleArn.parse(form.getOrDefault("RoleArn", ""));
    String own =
        "arn:%s:sts::%s:assumed-role/%s/%s"
            .formatted(role.partition(), role.account(), role.name(), sessionName);
    Duration asked = Duration.ofSeconds(Long.parseLong(form.getOrDefault("DurationSeconds", "0")));
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleResult>
        <AssumedRoleUser>
          <AssumedRoleId>AROAEXAMPLE:%2$s</AssumedRoleId>
          <Arn>%1$s</Arn>
        </AssumedRoleUser>
        <Credentials>
          <AccessKeyId>key-%3$d</AccessKeyId>
          <SecretAccessKey>secret-%3$d</SecretAccessKey>
          <SessionToken>token-%3$d</SessionToken>
          <Expiration>%4$s</Expiration>
        </Credentials>
      </AssumeRoleResult>
    </AssumeRoleResponse>
    """
        .formatted(
            assumedRoleArn == null ? own : assumedRoleArn,
            sessionName,
            number,
            Instant.now().plus(granted == null ? asked : granted).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String error(Failure failure) {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
    </ErrorResponse>
    """
        .formatted(failure.code, failure.message);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
