package io.rolecall.localaws.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered, in the order of the answers. An entry is there before its client has
 * the answer. Holds no secrets and no session tokens. Thread-safe.
 */
public final class AccessLog {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Consumer<Entry>> sinks = new CopyOnWriteArrayList<>();

  /**
   * One answered request.
   *
   * @param time when it was answered, by the server's clock
   * @param requestId what the client sees as x-amz-request-id
   * @param client who asked
   * @param call what for
   * @param status the HTTP status
   * @param errorCode AWS's error code, or null
   * @param roleRequest what AssumeRole was asked for; null for other operations
   */
  public record Entry(
      Instant time,
      String requestId,
      Client client,
      Call call,
      int status,
      @Nullable String errorCode,
      @Nullable RoleRequest roleRequest) {

    /** The user's or the role session's ARN, or null for somebody unknown. */
    public @Nullable String principalArn() {
      return client.principalArn;
    }

    /** {@code s3} or {@code sts}. */
    public String service() {
      return call.service;
    }

    /** AWS's name of the operation, such as {@code GetObject}. */
    public String operation() {
      return call.operation;
    }

    /** The bucket, or null. */
    public @Nullable String bucket() {
      return call.bucket;
    }

    /** The key, or the prefix of a listing, or null. */
    public @Nullable String key() {
      return call.key;
    }

    /** The keys of a bulk delete, or {@link #key} alone; none where neither is said. */
    public List<String> keys() {
      return call.key == null ? call.deleted : List.of(call.key);
    }
  }

  /**
   * Who asked.
   *
   * @param principalArn the ARN of the key's owner, or null where the key is unknown
   * @param accessKeyId the key's public half, or null without a signature
   * @param userAgent the User-Agent, or empty
   * @param referrer the Referer, which S3A's audit uses, or empty
   * @param address the client's address and port
   */
  public record Client(
      @Nullable String principalArn,
      @Nullable String accessKeyId,
      String userAgent,
      String referrer,
      String address) {}

  /**
   * What for.
   *
   * @param service {@code s3} or {@code sts}
   * @param operation AWS's name of the operation
   * @param method the HTTP method
   * @param path the decoded path, without the query
   * @param bucket the bucket, or null
   * @param key the key, or the prefix of a listing, or null
   * @param deleted the keys in the body of a bulk delete, where its caller was known
   */
  public record Call(
      String service,
      String operation,
      String method,
      String path,
      @Nullable String bucket,
      @Nullable String key,
      List<String> deleted) {

    public Call {
      deleted = List.copyOf(deleted);
    }
  }

  /**
   * What AssumeRole was asked for.
   *
   * @param roleArn the role
   * @param sessionName the role session name
   * @param hasExternalId whether there was an external id; which one is not logged
   * @param durationSeconds seconds; null where the request leaves it to AWS
   * @param tags the session tags
   * @param sourceIdentity the source identity, or null
   */
  public record RoleRequest(
      String roleArn,
      String sessionName,
      boolean hasExternalId,
      @Nullable Integer durationSeconds,
      Map<String, String> tags,
      @Nullable String sourceIdentity) {}

  public AccessLog() {}

  /** Everything so far. */
  public List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /** Forgets everything so far; what is in the file stays there. */
  public void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }

  /** What was asked of S3. */
  public Stream<Entry> s3() {
    return entries().stream().filter(entry -> entry.service().equals("s3"));
  }

  /** What was asked of STS. */
  public Stream<Entry> sts() {
    return entries().stream().filter(entry -> entry.service().equals("sts"));
  }

  /** Requests for one operation, such as {@code PutObject} or {@code AssumeRole}. */
  public Stream<Entry> operation(String name) {
    return entries().stream().filter(entry -> entry.operation().equals(name));
  }

  /** Requests on one bucket. */
  public Stream<Entry> bucket(String name) {
    return entries().stream().filter(entry -> name.equals(entry.bucket()));
  }

  /** Requests that somebody sent, by ARN. */
  public Stream<Entry> principal(String arn) {
    return entries().stream().filter(entry -> arn.equals(entry.principalArn()));
  }

  public void add(Entry entry) {
    synchronized (entries) {
      entries.add(entry);
    }
    sinks.forEach(sink -> sink.accept(entry));
  }

  public void addSink(Consumer<Entry> sink) {
    sinks.add(sink);
  }
}
