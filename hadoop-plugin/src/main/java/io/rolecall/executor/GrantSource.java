package io.rolecall.executor;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.NewerTokens;
import io.rolecall.config.RolecallKeys;
import io.rolecall.config.ThisProcess;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.grant.SessionGrant.GrantedRole;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.token.ReplacedTokens;
import io.rolecall.token.RolecallTokens;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * Where an executor's sessions come from: its driver, through a channel that is open, else the
 * newest tokens of its user, with what has come by a token file or a mailbox. Thread-safe.
 */
public final class GrantSource {

  private final UserGroupInformation owner;
  private final List<SessionChannel> channels;
  private final NewerTokens newerTokens;
  private final ReplacedTokens newer;

  /**
   * A source.
   *
   * @param owner whose tokens count
   * @param channels the channels, open or not
   * @param newerTokens how newer tokens come to this process, but by a file or a mailbox
   * @param newer what comes by these
   */
  public GrantSource(
      UserGroupInformation owner,
      List<SessionChannel> channels,
      NewerTokens newerTokens,
      ReplacedTokens newer) {
    this.owner = owner;
    this.channels = List.copyOf(channels);
    this.newerTokens = newerTokens;
    this.newer = newer;
  }

  /**
   * The channels that are on the class path, of Hadoop or of the application.
   *
   * @param ownAlone whether only those count that lie beside Rolecall's own classes
   * @return the channels, open or not
   */
  public static List<SessionChannel> installedChannels(boolean ownAlone) {
    List<SessionChannel> channels = new ArrayList<>();
    // First: what the operator put beside this jar. A thread may have its user's jars besides.
    ServiceLoader.load(SessionChannel.class, GrantSource.class.getClassLoader())
        .forEach(channels::add);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (channels.isEmpty() && context != null && !ownAlone) {
      ServiceLoader.load(SessionChannel.class, context).forEach(channels::add);
    }
    return channels;
  }

  /**
   * Whether this process is an executor that can ask its driver.
   *
   * @param channels the channels
   * @return whether one of them is open
   */
  public static boolean isExecutor(List<SessionChannel> channels) {
    return channels.stream().anyMatch(SessionChannel::isOpen);
  }

  /**
   * Whether this process is known to be the driver of a job.
   *
   * @param channels the channels
   * @return false if no channel knows
   */
  public static boolean isDriver(List<SessionChannel> channels) {
    return channels.stream().anyMatch(SessionChannel::isDriver);
  }

  /**
   * Asks the driver, or looks into tokens.
   *
   * @param request what is asked
   * @param tokenBuckets the buckets whose tokens may hold the roles that are asked for
   * @param now the time, by this process's clock
   * @return the answer, with times by this process's clock
   * @throws IOException if there is neither a channel nor a token; or no answer that can be read
   */
  GrantAnswer ask(GrantRequest request, Set<String> tokenBuckets, Instant now) throws IOException {
    Optional<SessionChannel> channel = channels.stream().filter(SessionChannel::isOpen).findFirst();
    return channel.isPresent()
        ? AnswerCodec.decode(channel.get().ask(request.encode())).arrivedAt(now)
        : fromTokens(request, tokenBuckets, now);
  }

  private GrantAnswer fromTokens(GrantRequest request, Set<String> tokenBuckets, Instant now)
      throws IOException {
    newer.look();
    SessionGrant found = SessionGrant.empty(now);
    Map<PlaceOfSet, GrantedBucket> buckets = new LinkedHashMap<>();
    for (PlaceOfSet place : request.buckets()) {
      String bucket = place.bucketOfTokens().orElseThrow(() -> noToken(place));
      SessionGrant token = RolecallTokens.find(owner, bucket);
      if (token == null) {
        throw noToken(place);
      }
      found = found.and(token);
      buckets.put(place, GrantedBucket.of(token, bucket));
    }
    if (!request.roles().isEmpty()) {
      for (String bucket : tokenBuckets) {
        SessionGrant token = RolecallTokens.find(owner, bucket);
        found = token == null ? found : found.and(token);
      }
    }
    Map<RoleOfSet, RoleAnswer> roles = new LinkedHashMap<>();
    for (RoleOfSet role : request.roles()) {
      roles.put(role, answer(role, found));
    }
    return new GrantAnswer(found.job(), now, buckets, roles);
  }

  private RoleAnswer answer(RoleOfSet role, SessionGrant found) {
    GrantedRole granted =
        role.set().equals(PlaceOfSet.BASE) ? found.roles().get(role.fingerprint()) : null;
    if (granted == null || (granted.session() == null && granted.failure() == null)) {
      return new RoleAnswer.Failed(
          isLast() ? Kind.PERMANENT : Kind.TRANSIENT,
          "no token of user "
              + owner.getShortUserName()
              + " carries a session of this role. Submit the job with tokens of all the locations"
              + " that it uses");
    }
    Session session = granted.session();
    if (session != null) {
      return new RoleAnswer.Granted(session);
    }
    SessionException failure = requireNonNull(granted.failure());
    return isLast()
        ? new RoleAnswer.Failed(Kind.PERMANENT, String.valueOf(failure.getMessage()))
        : RoleAnswer.Failed.of(failure);
  }

  /** Whether a token will never have what it lacks: by no way, no newer one comes. */
  private boolean isLast() {
    return newerTokens == NewerTokens.NEVER && !newer.haveAPlace();
  }

  private IOException noToken(PlaceOfSet place) {
    return new IOException(
        "user "
            + owner.getShortUserName()
            + " has no Rolecall token for "
            + place
            + " and this executor has no channel to its driver: set"
            + " spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job with tokens of"
            + " these buckets (hadoop dtutil get s3://BUCKET FILE; then -tokenCacheFile FILE for"
            + " MapReduce, tez.credentials.path=FILE for Tez, else HADOOP_TOKEN_FILE_LOCATION=FILE)"
            + ThisProcess.whyExecutor()
                .map(
                    why ->
                        ". It is taken for an executor because "
                            + why
                            + "; if it may mint with an identity of its own, set "
                            + RolecallKeys.PROCESS.name()
                            + "=driver")
                .orElse(""));
  }

  /** Why there is no session but one that is known or has ended. */
  SessionException noNewerThan(@Nullable Session known, Instant now) {
    if (known == null || isExecutor(channels)) {
      return new SessionException(Kind.TRANSIENT, this + " has no newer session yet", null);
    }
    String ends = "its token's session ends at " + known.expiration();
    Optional<String> standing = newer.standing();
    if (standing.isPresent()) {
      boolean over = !known.expiration().isAfter(now);
      return new SessionException(
          over && newerTokens != NewerTokens.BY_HOST ? Kind.PERMANENT : Kind.TRANSIENT,
          ends
              + ", and no newer token has come: "
              + standing.get()
              + newer.advice().map(advice -> ". " + advice).orElse(""),
          null);
    }
    return new SessionException(
        newerTokens == NewerTokens.NEVER ? Kind.PERMANENT : Kind.TRANSIENT,
        ends
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
