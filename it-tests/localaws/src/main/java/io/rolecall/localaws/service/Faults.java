package io.rolecall.localaws.service;

import io.rolecall.localaws.iam.AwsError;
import io.rolecall.localaws.iam.KeyGenerator;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.RolePolicies;
import io.rolecall.localaws.iam.SessionRegistry;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.policy.PolicyDocument;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Failures on demand. Each stays until it is taken back or {@link #clear} ends it. Thread-safe. */
public final class Faults {
  /** How STS can be out of order. */
  public enum Outage {
    /** It is not. */
    NONE,
    /** It answers 503 ServiceUnavailable. */
    UNAVAILABLE,
    /** It breaks each connection without an answer. */
    CONNECTION_RESET
  }

  private final SessionRegistry sessions;
  private final ServerClock clock;
  private final EveryNth stsThrottle = new EveryNth();
  private final EveryNth s3SlowDown = new EveryNth();
  private volatile Outage stsOutage = Outage.NONE;
  private volatile Duration stsLatency = Duration.ZERO;
  private volatile Duration s3Latency = Duration.ZERO;
  private volatile Duration metadataLatency = Duration.ZERO;
  private volatile boolean metadataAbsent;
  private volatile @Nullable String otherRole;
  private final PackedPolicies packedPolicies = new PackedPolicies();

  public Faults(SessionRegistry sessions, ServerClock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Takes every fault back; revoked sessions stay revoked. */
  public void clear() {
    stsOutage(Outage.NONE);
    stsThrottle.set(0);
    s3SlowDown.set(0);
    stsLatency(Duration.ZERO);
    s3Latency(Duration.ZERO);
    metadataLatency(Duration.ZERO);
    metadataAbsent(false);
    clockSkew(Duration.ZERO);
    answerWithRole(null);
    packedPolicyCharacters(0);
  }

  /** Puts STS out of order, or back. */
  public void stsOutage(Outage outage) {
    stsOutage = outage;
  }

  /** Lets STS answer each n-th call with 400 Throttling; 1 means every call, 0 none. */
  public void stsThrottleEvery(int n) {
    stsThrottle.set(n);
  }

  /** Lets STS wait before it answers. */
  public void stsLatency(Duration latency) {
    stsLatency = latency;
  }

  /** Lets S3 answer each n-th request with 503 SlowDown; 1 means every request, 0 none. */
  public void s3SlowDownEvery(int n) {
    s3SlowDown.set(n);
  }

  /** Lets S3 wait before it answers. */
  public void s3Latency(Duration latency) {
    s3Latency = latency;
  }

  /** Lets the instance metadata service wait before it answers. */
  public void metadataLatency(Duration latency) {
    metadataLatency = latency;
  }

  /** Lets the instance metadata service break each connection without an answer. */
  public void metadataAbsent(boolean absent) {
    metadataAbsent = absent;
  }

  /**
   * Ends the sessions that have this role session name or access key id now: from here on they are
   * answered as expired ones are. Later sessions of the same name are not concerned.
   *
   * @return how many sessions that were
   */
  public int revoke(String sessionNameOrAccessKeyId) {
    return sessions.revoke(sessionNameOrAccessKeyId);
  }

  /**
   * Sets the server's clock ahead, or back by a negative offset.
   *
   * <p>An SDK client that is refused for it corrects its clock for the whole JVM, and keeps that.
   */
  public void clockSkew(Duration offset) {
    clock.setOffset(offset);
  }

  /** Lets AssumeRole answer with a session of this role instead of the one asked for. */
  public void answerWithRole(@Nullable String roleArn) {
    if (roleArn != null && !roleArn.matches("arn:aws:iam::\\d{12}:role/.+")) {
      throw new IllegalArgumentException("not the ARN of a role: " + roleArn);
    }
    otherRole = roleArn;
  }

  /**
   * Lets STS refuse session policies and session tags, inherited ones with them, of more characters
   * together than this, and say in its other answers how much of it they take; 0 for STS without
   * such a limit. AWS packs them in a form that it does not tell: the number is a test's own.
   */
  public void packedPolicyCharacters(int limit) {
    packedPolicies.limit(limit);
  }

  /**
   * How much a session policy and tags take, in per cent.
   *
   * @return null where there is neither
   * @throws AwsError PackedPolicyTooLarge beyond the limit
   */
  public @Nullable Integer packedPolicySize(@Nullable String policy, Map<String, String> tags)
      throws AwsError {
    return packedPolicies.size(policy, tags);
  }

  public void beforeS3() throws AwsError {
    pause(s3Latency);
    if (s3SlowDown.isDue()) {
      throw new AwsError(503, "SlowDown", "Please reduce your request rate.");
    }
  }

  public boolean resetsMetadata() {
    return metadataAbsent;
  }

  public void beforeMetadata() {
    pause(metadataLatency);
  }

  public boolean resetsSts() {
    return stsOutage == Outage.CONNECTION_RESET;
  }

  public void beforeSts() throws AwsError {
    pause(stsLatency);
    if (stsOutage == Outage.UNAVAILABLE) {
      throw new AwsError(503, "ServiceUnavailable", "Service is unable to handle request.");
    }
    if (stsThrottle.isDue()) {
      throw new AwsError(400, "Throttling", "Rate exceeded");
    }
  }

  public Role roleInsteadOf(Role role, World world) {
    String arn = otherRole;
    if (arn == null) {
      return role;
    }
    Role known = world.role(arn);
    String[] parts = arn.split(":|/");
    return known != null
        ? known
        : new Role(
            parts[4],
            parts[parts.length - 1],
            KeyGenerator.id("AROA"),
            role.maxSessionDuration(),
            new RolePolicies(arn, PolicyDocument.empty(), PolicyDocument.empty()),
            null,
            Map.of());
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Says yes to each n-th question. */
  private static final class EveryNth {
    private final AtomicInteger count = new AtomicInteger();
    private volatile int n;

    void set(int n) {
      count.set(0);
      this.n = n;
    }

    boolean isDue() {
      int every = n;
      return every > 0 && count.incrementAndGet() % every == 0;
    }
  }
}
