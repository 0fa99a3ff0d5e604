package io.rolecall.simulation;

import io.rolecall.route.RoleArn;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * STS, and what the store knows of its sessions. It answers when the SDK's client would: that one
 * gives a call up after 20 seconds, and waits throttling and outages out for a while.
 */
final class SimulatedSts implements StsClient {

  static final long SECOND = 1_000_000_000L;

  /** When the SDK's client gives up. */
  private static final long CALL_TIMEOUT = 20 * SECOND;

  private final Layout layout;
  private final VirtualTime time;
  private final SplittableRandom random;
  private final Map<String, Issued> issued = new HashMap<>();
  private final OfRole[] roles;
  private @Nullable SimulatedProcess driver;
  private long calls;
  private long keys;

  /** One role. */
  static final class OfRole {
    private @Nullable FaultKind fault;
    private long faultUntil = Long.MIN_VALUE / 2;

    /** When STS was last out of order for it. */
    long troubled = Long.MIN_VALUE / 2;

    long revoked = Long.MIN_VALUE / 2;
    private @Nullable Issued newest;

    /** Until when there was no session that the driver could take for valid. */
    private long lackedUntil;

    private int underWay;
    private int failures;
    private long failedAt = Long.MIN_VALUE / 2;

    /** How far the driver's clock was off when it asked last. */
    private long offAtAsking;

    private long lastAsked = Long.MIN_VALUE / 2;

    /** When there was a reason for the next call to come early. */
    private long hurried;

    private boolean isHurried() {
      return hurried >= lastAsked;
    }
  }

  SimulatedSts(Layout layout, VirtualTime time, SplittableRandom random) {
    this.layout = layout;
    this.time = time;
    this.random = random;
    this.roles = new OfRole[layout.roles()];
    Arrays.setAll(roles, number -> new OfRole());
  }

  void serve(SimulatedProcess process) {
    driver = process;
  }

  OfRole role(int number) {
    return roles[number];
  }

  long calls() {
    return calls;
  }

  @Nullable Issued find(String accessKeyId) {
    return issued.get(accessKeyId);
  }

  void fault(int role, FaultKind kind, long until) {
    OfRole state = roles[role];
    state.fault = kind;
    state.faultUntil = Math.max(state.faultUntil, until);
    state.troubled = state.faultUntil;
  }

  /** Ends all sessions of a role. */
  void revoke(int role) {
    for (Issued session : issued.values()) {
      if (session.role == role) {
        session.revoked = Math.min(session.revoked, time.now());
      }
    }
    roles[role].revoked = time.now();
    roles[role].hurried = time.now();
  }

  /** The driver's clock has jumped: it may take its sessions for ended, and gives them up then. */
  void driverJumped() {
    for (OfRole role : roles) {
      role.hurried = time.now();
      Issued newest = role.newest;
      if (newest != null && !isHeld(newest)) {
        role.newest = null;
      }
    }
  }

  private long off() {
    return driver == null ? 0 : driver.off();
  }

  /** For how long a clock that drifts surely takes it for valid. */
  private static long lasts(Issued session) {
    return (session.ends - session.asked) / 100 * 98;
  }

  /**
   * Until when the driver had no session of a role: now, if it has none; with what a clock that
   * drifts makes of it.
   */
  long lackedUntil(int role) {
    OfRole state = roles[role];
    Issued newest = state.newest;
    return newest == null || !isHeld(newest) ? time.now() : state.lackedUntil;
  }

  private boolean isHeld(Issued session) {
    return session.isValid(time.now())
        && time.now() < session.asked + lasts(session)
        && time.now() + off() < session.asked + session.off + lasts(session);
  }

  /** Forgets sessions that ended long ago. */
  void forget() {
    issued.values().removeIf(old -> old.ends + 4 * 3600 * SECOND < time.now());
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    SimulatedProcess caller = driver;
    if (caller == null) {
      throw new IllegalStateException("no driver");
    }
    int number = Integer.parseInt(RoleArn.parse(request.roleArn()).account());
    OfRole role = roles[number];
    long asked = time.now();
    calls++;
    checkCall(caller, number, role, asked);
    role.underWay++;
    boolean answered = false;
    try {
      AssumeRoleResponse response = answer(caller, request, number, role, asked);
      answered = true;
      return response;
    } finally {
      role.underWay--;
      if (!answered) {
        role.failures++;
        role.failedAt = time.now();
      }
    }
  }

  /** One call at a time, each at its time. */
  private void checkCall(SimulatedProcess caller, int number, OfRole role, long asked) {
    if (role.underWay > 0) {
      caller.violation(
          Invariant.STS_CALLS_ARE_BOUNDED, "a second call at a time for role " + number);
    }
    Issued before = role.newest;
    if (role.failures > 0) {
      // Half of the backoff at least; the clock that it goes by may drift.
      long pause = SECOND * Math.min(30, 1L << Math.min(role.failures - 1, 10)) / 2;
      if (asked - role.failedAt < pause / 100 * 95 && !role.isHurried()) {
        caller.violation(
            Invariant.STS_CALLS_ARE_BOUNDED,
            "STS is called for role "
                + number
                + " "
                + Duration.ofNanos(asked - role.failedAt)
                + " after failure "
                + role.failures);
      }
    } else if (before != null && !role.isHurried()) {
      long lived = asked - before.asked;
      long lifetime = before.ends - before.asked;
      if (lived < lifetime / 100 * 57) {
        caller.violation(
            Invariant.STS_CALLS_ARE_BOUNDED,
            "the next session of role "
                + number
                + " is asked for after "
                + Duration.ofNanos(lived)
                + " of "
                + Duration.ofNanos(lifetime));
      }
    }
    role.lastAsked = asked;
    role.offAtAsking = off();
  }

  private AssumeRoleResponse answer(
      SimulatedProcess caller, AssumeRoleRequest request, int number, OfRole role, long asked) {
    FaultKind fault = role.faultUntil > asked ? role.fault : null;
    if (fault == FaultKind.STS_HANGS) {
      pass(caller, CALL_TIMEOUT);
      throw SdkClientException.create("timed out", new SocketTimeoutException());
    }
    long latency = SECOND / 20 + random.nextLong(SECOND / 4);
    if (fault == FaultKind.STS_IS_LATE) {
      latency += random.nextLong(17 * SECOND);
    }
    pass(caller, latency);
    if (fault == FaultKind.STS_THROTTLES) {
      pass(caller, random.nextLong(5 * SECOND));
      throw refusal(400, "Throttling", "Rate exceeded");
    } else if (fault == FaultKind.STS_IS_DOWN) {
      pass(caller, random.nextLong(3 * SECOND));
      throw refusal(503, "ServiceUnavailable", "try later");
    } else if (fault == FaultKind.STS_REFUSES) {
      throw refusal(403, "AccessDenied", "not authorized");
    }
    checkCaller(caller, request, number);
    int given = fault == FaultKind.STS_GIVES_ANOTHER_ROLE ? (number + 1) % layout.roles() : number;
    long seconds = request.durationSeconds();
    if (fault == FaultKind.STS_GIVES_SHORT_SESSIONS) {
      seconds = Math.max(300, seconds / 3);
    }
    return session(request, given, number, asked, seconds);
  }

  private AssumeRoleResponse session(
      AssumeRoleRequest request, int given, int wanted, long asked, long seconds) {
    // As STS has it: from its answer on, in whole seconds.
    long now = time.now();
    Issued made =
        new Issued(
            "ASIA" + ++keys, given, asked, now + seconds * SECOND, roles[wanted].offAtAsking);
    issued.put(made.accessKeyId, made);
    if (given == wanted) {
      OfRole role = roles[wanted];
      role.lackedUntil = lackedUntil(wanted) == now ? now : role.lackedUntil;
      role.newest = made;
      role.failures = 0;
    } else {
      roles[wanted].failures++;
      roles[wanted].failedAt = now;
    }
    RoleArn arn = Layout.role(given);
    Instant date = SimulatedProcess.START.plusNanos(now).truncatedTo(ChronoUnit.SECONDS);
    AssumeRoleResponse.Builder response =
        AssumeRoleResponse.builder()
            .assumedRoleUser(
                AssumedRoleUser.builder()
                    .assumedRoleId("AROA:" + request.roleSessionName())
                    .arn(
                        "arn:aws:sts::%s:assumed-role/%s/%s"
                            .formatted(arn.account(), arn.name(), request.roleSessionName()))
                    .build())
            .credentials(
                Credentials.builder()
                    .accessKeyId(made.accessKeyId)
                    .secretAccessKey(made.secret())
                    .sessionToken(made.token())
                    .expiration(date.plusSeconds(seconds))
                    .build());
    response.sdkHttpResponse(
        SdkHttpResponse.builder()
            .statusCode(200)
            .putHeader(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
            .build());
    return response.build();
  }

  /**
   * The last role of a chain is assumed by a valid session of the first, the others by the base.
   */
  private void checkCaller(SimulatedProcess caller, AssumeRoleRequest request, int number) {
    String accessKeyId =
        request
            .overrideConfiguration()
            .orElseThrow()
            .credentialsIdentityProvider()
            .orElseThrow()
            .resolveIdentity()
            .join()
            .accessKeyId();
    boolean byRole = layout.chained() && number == layout.roles() - 1;
    if (!byRole) {
      if (!accessKeyId.equals("base")) {
        caller.violation(
            Invariant.NO_OTHER_ROLE, "role " + number + " is assumed by " + accessKeyId);
      }
      return;
    }
    Issued through = issued.get(accessKeyId);
    if (through == null || through.role != 0) {
      caller.violation(Invariant.NO_OTHER_ROLE, "role " + number + " is assumed by " + accessKeyId);
    } else if (!through.isValid(time.now())) {
      throw refusal(403, "ExpiredToken", "The security token included in the request is expired");
    }
  }

  private void pass(SimulatedProcess caller, long nanos) {
    time.park(caller, time.parking(), time.now() + nanos);
  }

  private static StsException refusal(int status, String code, String message) {
    AwsErrorDetails.Builder details =
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage(message)
            .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build());
    return (StsException)
        StsException.builder()
            .awsErrorDetails(details.build())
            .message(message)
            .statusCode(status)
            .build();
  }

  @Override
  public String serviceName() {
    return "sts";
  }

  @Override
  public void close() {}
}
