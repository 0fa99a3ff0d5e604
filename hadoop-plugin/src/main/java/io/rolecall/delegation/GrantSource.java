package io.rolecall.delegation;

import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallKeys;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * Where an executor's sessions come from: its driver, through a channel that is open, else the
 * newest tokens of its user. Questions that are asked at the same time share one message.
 */
final class GrantSource {

  private final UserGroupInformation owner;
  private final List<SessionChannel> channels;
  private final boolean tokensStay;
  private final AtomicReference<@Nullable CompletableFuture<SessionGrant>> flight =
      new AtomicReference<>();

  /**
   * A source.
   *
   * @param owner whose tokens count
   * @param channels the channels, open or not
   * @param tokensStay whether no newer tokens come to this process
   */
  GrantSource(UserGroupInformation owner, List<SessionChannel> channels, boolean tokensStay) {
    this.owner = owner;
    this.channels = List.copyOf(channels);
    this.tokensStay = tokensStay;
  }

  /** The channels that are on the class path, of Hadoop or of the application. */
  static List<SessionChannel> installedChannels() {
    List<SessionChannel> channels = new ArrayList<>();
    ClassLoader own = GrantSource.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ServiceLoader.load(SessionChannel.class, context == null ? own : context)
        .forEach(channels::add);
    if (channels.isEmpty()) {
      ServiceLoader.load(SessionChannel.class, own).forEach(channels::add);
    }
    return channels;
  }

  /** Whether this process is an executor that can ask its driver. */
  static boolean isExecutor(List<SessionChannel> channels) {
    return channels.stream().anyMatch(SessionChannel::isOpen);
  }

  /** Whether this process is known to be the driver of a job. */
  static boolean isDriver(List<SessionChannel> channels) {
    return channels.stream().anyMatch(SessionChannel::isDriver);
  }

  SessionGrant ask(GrantRequest request, Instant now) throws IOException {
    CompletableFuture<SessionGrant> mine = new CompletableFuture<>();
    CompletableFuture<SessionGrant> running = flight.compareAndExchange(null, mine);
    if (running != null && request.rejected().isEmpty()) {
      SessionGrant shared = join(running);
      if (covers(shared, request)) {
        return shared;
      }
    }
    try {
      SessionGrant grant = askNow(request, now);
      mine.complete(grant);
      return grant;
    } catch (IOException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flight.compareAndSet(mine, null);
    }
  }

  private static boolean covers(SessionGrant grant, GrantRequest request) {
    return request.buckets().stream()
        .allMatch(
            bucket ->
                grant.routes().stream()
                    .anyMatch(route -> route.location().bucket().equals(bucket)));
  }

  private static SessionGrant join(CompletableFuture<SessionGrant> running) throws IOException {
    try {
      return running.join();
    } catch (CompletionException e) {
      throw new IOException(
          String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
    }
  }

  private SessionGrant askNow(GrantRequest request, Instant now) throws IOException {
    Optional<SessionChannel> channel = channels.stream().filter(SessionChannel::isOpen).findFirst();
    if (channel.isPresent()) {
      return GrantCodec.decode(channel.get().ask(request.encode())).arrivedAt(now);
    }
    SessionGrant found = SessionGrant.empty(now);
    for (String bucket : request.buckets()) {
      SessionGrant token = RolecallTokens.find(owner, bucket);
      if (token != null) {
        found = found.and(token);
      }
    }
    if (found.routes().isEmpty()) {
      throw new IOException(
          "user "
              + owner.getShortUserName()
              + " has no Rolecall token for "
              + request.buckets()
              + " and this executor has no channel to its driver: set"
              + " spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with tokens of"
              + " these buckets (hadoop dt get s3://BUCKET FILE; then -tokenCacheFile FILE for"
              + " MapReduce, else HADOOP_TOKEN_FILE_LOCATION=FILE)"
              + ProcessRole.whyExecutor()
                  .map(
                      why ->
                          ". It is taken for an executor because "
                              + why
                              + "; if it may mint with an identity of its own, set "
                              + RolecallKeys.PROCESS.name()
                              + "=driver")
                  .orElse(""));
    }
    return found;
  }

  /** Why there is no session but one that is known or has ended. */
  SessionException noNewerThan(@Nullable Session known) {
    if (known == null || isExecutor(channels)) {
      return new SessionException(Kind.TRANSIENT, this + " has no newer session yet", null);
    }
    return new SessionException(
        tokensStay ? Kind.PERMANENT : Kind.TRANSIENT,
        "its token's session ends at "
            + known.expiration()
            + ", and no newer token has come. Submit the job with tokens whose sessions last as long"
            + " as it ("
            + RolecallKeys.SESSION_DURATION.name()
            + "), or let its processes assume the role ("
            + RolecallKeys.PROCESS.name()
            + "=driver)",
        null);
  }

  /** What sessions come from, for messages. */
  @Override
  public String toString() {
    return isExecutor(channels) ? "the driver" : "the newest token";
  }
}
