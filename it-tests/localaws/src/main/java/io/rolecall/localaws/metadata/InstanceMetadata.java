package io.rolecall.localaws.metadata;

import io.rolecall.localaws.http.HttpExchange;
import io.rolecall.localaws.http.HttpHandler;
import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.KeyGenerator;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.service.Transaction;
import io.rolecall.localaws.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The instance metadata service, version 2 alone, as far as credentials go; and the credentials
 * endpoint of a container, which demands an authorization. Thread-safe.
 */
public final class InstanceMetadata implements HttpHandler {
  /** Where a container's credentials are. */
  static final String CONTAINER_PATH = "/v1/credentials";

  private static final String TOKEN_PATH = "/latest/api/token";
  private static final String CREDENTIALS_PATH = "/latest/meta-data/iam/security-credentials/";
  private static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final String TOKEN = "x-aws-ec2-metadata-token";
  private static final int MAX_TTL_SECONDS = 21_600;

  private final InstanceSessions sessions;
  private final Faults faults;
  private final AccessLog log;
  private final Clock clock;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();

  public InstanceMetadata(InstanceSessions sessions, Faults faults, AccessLog log, Clock clock) {
    this.sessions = sessions;
    this.faults = faults;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Transaction transaction = new Transaction(exchange, log, clock);
    HttpRequest request = exchange.request();
    String path = request.rawPath();
    if (faults.resetsMetadata()) {
      transaction.isFor("imds", "Unknown");
      transaction.reset();
      return;
    }
    faults.beforeMetadata();
    if (path.equals(CONTAINER_PATH)) {
      transaction.isFor("container", "GetCredentials");
      boolean authorized = request.headers().contains("Authorization");
      answer(transaction, authorized ? 200 : 401, authorized ? container() : "Unauthorized");
    } else if (path.equals(TOKEN_PATH)) {
      transaction.isFor("imds", "GetToken");
      token(transaction, request);
    } else if (request.method().equals("GET")) {
      transaction.isFor("imds", "GetCredentials");
      metadata(transaction, request);
    } else {
      answer(transaction, 405, "Method Not Allowed");
    }
  }

  private void token(Transaction transaction, HttpRequest request) throws IOException {
    String ttl = request.headers().first(TTL, "");
    int seconds = ttl.matches("\\d{1,5}") ? Integer.parseInt(ttl) : 0;
    if (!request.method().equals("PUT")) {
      answer(transaction, 405, "Method Not Allowed");
    } else if (seconds < 1
        || seconds > MAX_TTL_SECONDS
        || request.headers().contains("X-Forwarded-For")) {
      answer(transaction, 400, "Bad Request");
    } else {
      String token = KeyGenerator.sessionToken().substring(0, 56);
      tokens.put(token, clock.instant().plusSeconds(seconds));
      // EC2 says for how long: AWS's SDKs for Rust and Go refuse a token without it.
      answer(transaction, 200, new HttpHeaders().set(TTL, ttl), token);
    }
  }

  private void metadata(Transaction transaction, HttpRequest request) throws IOException {
    Instant end = tokens.get(request.headers().first(TOKEN, ""));
    if (end == null || !clock.instant().isBefore(end)) {
      answer(transaction, 401, "Unauthorized");
    } else if (request.rawPath().equals(CREDENTIALS_PATH)) {
      answer(transaction, 200, sessions.roleName());
    } else if (request.rawPath().equals(CREDENTIALS_PATH + sessions.roleName())) {
      answer(transaction, 200, instance());
    } else {
      answer(transaction, 404, "Not Found");
    }
  }

  private String instance() throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Code", "Success");
    fields.put("LastUpdated", clock.instant().toString());
    fields.put("Type", "AWS-HMAC");
    fields.putAll(credentials());
    return JsonText.of(fields);
  }

  private String container() throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("RoleArn", sessions.roleArn());
    fields.putAll(credentials());
    return JsonText.of(fields);
  }

  private Map<String, String> credentials() throws IOException {
    try {
      return sessions.credentials();
    } catch (AwsError e) {
      throw new IOException("the instance profile's lifetime cannot be: " + e.message(), e);
    }
  }

  private static void answer(Transaction transaction, int status, String text) throws IOException {
    answer(transaction, status, new HttpHeaders(), text);
  }

  private static void answer(Transaction transaction, int status, HttpHeaders headers, String text)
      throws IOException {
    headers.set("Content-Type", "text/plain");
    transaction.answer(status, null, headers, text.getBytes(StandardCharsets.UTF_8));
  }
}
