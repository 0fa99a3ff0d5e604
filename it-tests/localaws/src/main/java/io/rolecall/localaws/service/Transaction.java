package io.rolecall.localaws.service;

import io.rolecall.localaws.http.HttpExchange;
import io.rolecall.localaws.http.HttpHeaders;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.KeyGenerator;
import io.rolecall.localaws.iam.Principal;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.sigv4.UriEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request on its way through the gate; answering it writes the access log. One thread. */
public final class Transaction {
  private final HttpExchange exchange;
  private final AccessLog log;
  private final Clock clock;
  private final String requestId = KeyGenerator.requestId();
  private String service = "s3";
  private String operation = "Unknown";
  private @Nullable String bucket;
  private @Nullable String key;
  private List<String> deleted = List.of();
  private @Nullable String accessKeyId;
  private @Nullable String principalArn;
  private AccessLog.@Nullable RoleRequest roleRequest;

  public Transaction(HttpExchange exchange, AccessLog log, Clock clock) {
    this.exchange = exchange;
    this.log = log;
    this.clock = clock;
  }

  public HttpRequest request() {
    return exchange.request();
  }

  public InputStream body() {
    return exchange.body();
  }

  public String requestId() {
    return requestId;
  }

  public void isFor(String service, String operation) {
    this.service = service;
    this.operation = operation;
  }

  public void isOn(@Nullable String bucket, @Nullable String key) {
    this.bucket = bucket;
    this.key = key;
  }

  /** Deletes objects that its body names. */
  public void deletes(List<String> keys) {
    this.deleted = keys;
  }

  public void claims(String accessKeyId) {
    this.accessKeyId = accessKeyId;
  }

  public void isFrom(Principal principal) {
    this.principalArn = principal.arn();
  }

  public void asks(AccessLog.RoleRequest roleRequest) {
    this.roleRequest = roleRequest;
  }

  /** Sends a whole answer. */
  public void answer(int status, @Nullable String errorCode, HttpHeaders headers, byte[] body)
      throws IOException {
    record(status, errorCode);
    exchange.respond(status, stamp(headers), body);
  }

  /** Sends the head of an answer; the caller writes the body and closes it. */
  public OutputStream stream(int status, HttpHeaders headers, long length) throws IOException {
    record(status, null);
    return exchange.respond(status, stamp(headers), length);
  }

  /** Breaks the connection without an answer. */
  public void reset() throws IOException {
    record(0, "ConnectionReset");
    exchange.reset();
  }

  private HttpHeaders stamp(HttpHeaders headers) {
    if (!service.equals("s3")) {
      return headers.set("x-amzn-RequestId", requestId);
    }
    // Of AWS alone: Ceph's gateway does not send it.
    return headers.set("x-amz-request-id", requestId).set("x-amz-id-2", "localaws");
  }

  private void record(int status, @Nullable String errorCode) {
    HttpRequest request = exchange.request();
    InetSocketAddress remote = request.remote();
    log.add(
        new AccessLog.Entry(
            clock.instant(),
            requestId,
            new AccessLog.Client(
                principalArn,
                accessKeyId,
                request.headers().first("User-Agent", ""),
                request.headers().first("Referer", ""),
                remote.getAddress().getHostAddress() + ':' + remote.getPort()),
            new AccessLog.Call(
                service,
                operation,
                request.method(),
                UriEncoding.decode(request.rawPath()),
                bucket,
                key,
                deleted),
            status,
            errorCode,
            roleRequest));
  }
}
