package io.rolecall.localaws;

import io.rolecall.localaws.http.HttpEndpoint;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.Account;
import io.rolecall.localaws.iam.AccountBuilder;
import io.rolecall.localaws.iam.Role;
import io.rolecall.localaws.iam.SessionRegistry;
import io.rolecall.localaws.iam.World;
import io.rolecall.localaws.log.AccessLog;
import io.rolecall.localaws.log.AccessLogFile;
import io.rolecall.localaws.metadata.InstanceMetadata;
import io.rolecall.localaws.metadata.InstanceSessions;
import io.rolecall.localaws.oidc.TokenIssuer;
import io.rolecall.localaws.policy.Question;
import io.rolecall.localaws.s3.ExpiredAnswer;
import io.rolecall.localaws.s3.ObjectStore;
import io.rolecall.localaws.s3.S3BackEnd;
import io.rolecall.localaws.s3.S3Errors;
import io.rolecall.localaws.s3.S3MockProcess;
import io.rolecall.localaws.s3.S3Service;
import io.rolecall.localaws.service.Authenticator;
import io.rolecall.localaws.service.Faults;
import io.rolecall.localaws.service.ServerClock;
import io.rolecall.localaws.sts.AssumeRole;
import io.rolecall.localaws.sts.AssumeRoleWithSaml;
import io.rolecall.localaws.sts.AssumeRoleWithWebIdentity;
import io.rolecall.localaws.sts.GetCallerIdentity;
import io.rolecall.localaws.sts.GetWebIdentityToken;
import io.rolecall.localaws.sts.SessionIssuer;
import io.rolecall.localaws.sts.StsAction;
import io.rolecall.localaws.sts.StsService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes the accounts of a {@link LocalAws} and starts it. */
public final class LocalAwsBuilder {
  private static final URI WEB_IDENTITY_ISSUER = URI.create("https://localaws.tokens.sts.example");

  private final List<Account> accounts = new ArrayList<>();
  private InetAddress address = HttpEndpoint.loopback();
  private int port;
  private Clock clock = Clock.systemUTC();
  private Duration minSessionDuration = Duration.ofSeconds(1);
  private Duration chainedSessionLimit = Duration.ofHours(1);
  private ExpiredAnswer expiredAnswer = ExpiredAnswer.AWS;
  private Consumer<HttpRequest> watcher = request -> {};
  private Consumer<Question> questions = question -> {};
  private @Nullable URI backEnd;
  private Path s3MockJar = S3MockProcess.besideLocalAws();
  private @Nullable Path accessLogFile;
  private @Nullable String instanceRole;
  private Duration instanceSessionDuration = Duration.ofHours(6);

  /** Nothing is in it yet. */
  public LocalAwsBuilder() {}

  /** Adds an account. */
  public LocalAwsBuilder account(String id, Consumer<AccountBuilder> description) {
    AccountBuilder builder = new AccountBuilder(id);
    description.accept(builder);
    accounts.add(builder.build());
    return this;
  }

  /**
   * Where S3 and STS listen: the loopback address unless set. Whoever reaches another one needs no
   * more than a signature, and the keys of a world are made up.
   */
  public LocalAwsBuilder address(InetAddress address) {
    this.address = address;
    return this;
  }

  /** The port to listen at; a free one unless set. */
  public LocalAwsBuilder port(int port) {
    this.port = port;
    return this;
  }

  /** The clock that sessions and signatures are checked by. */
  public LocalAwsBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** The shortest session that can be asked for: one second unless set; AWS has 900. */
  public LocalAwsBuilder minSessionDuration(Duration duration) {
    minSessionDuration = duration;
    return this;
  }

  /**
   * The longest session that a role session can ask for: one hour unless set, as AWS has it for
   * role chaining.
   *
   * @param limit whole seconds, at most one hour
   */
  public LocalAwsBuilder chainedSessionLimit(Duration limit) {
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("chainedSessionLimit is 1 s to 1 h, not " + limit);
    }
    chainedSessionLimit = limit;
    return this;
  }

  /** How an ended session is answered; as AWS does unless set. */
  public LocalAwsBuilder expiredAnswer(ExpiredAnswer answer) {
    expiredAnswer = answer;
    return this;
  }

  /** Sees the head of each request as it comes, with its signature; on the request's own thread. */
  public LocalAwsBuilder watcher(Consumer<HttpRequest> watcher) {
    this.watcher = watcher;
    return this;
  }

  /**
   * Notes what policies are asked of those who have signed, and what comes of it: of S3 and of
   * AssumeRole; on the request's own thread.
   */
  public LocalAwsBuilder questions(Consumer<Question> questions) {
    this.questions = questions;
    return this;
  }

  /** An S3Mock that runs already, such as one in a container; it is left running. */
  public LocalAwsBuilder backEnd(URI uri) {
    backEnd = uri;
    return this;
  }

  /** S3Mock's executable jar; the one that Maven put beside LocalAws unless set. */
  public LocalAwsBuilder s3MockJar(Path jar) {
    s3MockJar = jar;
    return this;
  }

  /** A file to append the access log to, one JSON object a line. */
  public LocalAwsBuilder accessLogFile(Path file) {
    accessLogFile = file;
    return this;
  }

  /**
   * Serves instance metadata (IMDSv2) and container credentials at an endpoint of their own, with
   * sessions of this role.
   *
   * @param roleArn the role of the instance profile
   * @param lifetime how long each of its sessions lasts; half of it before the end, a new one is
   *     there
   */
  public LocalAwsBuilder instanceProfile(String roleArn, Duration lifetime) {
    instanceRole = roleArn;
    instanceSessionDuration = lifetime;
    return this;
  }

  /** Starts S3Mock and the gate in front of it, and creates the buckets. */
  public LocalAws start() throws IOException {
    World world = new World(accounts);
    S3MockProcess mock = backEnd == null ? S3MockProcess.start(s3MockJar) : null;
    URI store = mock == null ? Objects.requireNonNull(backEnd) : mock.uri();
    try {
      return start(world, new S3BackEnd(store), mock);
    } catch (IOException | RuntimeException e) {
      if (mock != null) {
        mock.close();
      }
      throw e;
    }
  }

  private LocalAws start(World world, S3BackEnd store, @Nullable S3MockProcess mock)
      throws IOException {
    ObjectStore objects = new ObjectStore(store);
    for (String bucket : world.buckets()) {
      objects.createBucket(bucket);
    }
    ServerClock serverClock = new ServerClock(clock);
    SessionRegistry sessions = new SessionRegistry();
    Faults faults = new Faults(sessions, serverClock);
    Authenticator authenticator = new Authenticator(world, sessions, serverClock);
    SessionIssuer issuer = new SessionIssuer(sessions, serverClock, minSessionDuration);
    TokenIssuer tokens = new TokenIssuer(WEB_IDENTITY_ISSUER);
    List<StsAction> actions =
        List.of(
            new AssumeRole(world, issuer, faults, chainedSessionLimit, questions),
            new AssumeRoleWithWebIdentity(world, issuer, faults, serverClock),
            new AssumeRoleWithSaml(world, issuer, faults, serverClock),
            new GetCallerIdentity(),
            new GetWebIdentityToken(tokens, serverClock));
    AccessLog log = new AccessLog();
    if (accessLogFile != null) {
      log.addSink(new AccessLogFile(accessLogFile));
    }
    Gate gate =
        new Gate(
            new S3Service(
                world,
                authenticator,
                store,
                new S3Errors(expiredAnswer, serverClock),
                faults,
                questions),
            new StsService(actions, authenticator, faults, serverClock),
            tokens,
            log,
            serverClock);
    HttpEndpoint endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(address, port),
            exchange -> {
              watcher.accept(exchange.request());
              gate.handle(exchange);
            },
            serverClock);
    return new LocalAws(
        world,
        sessions,
        endpoint,
        metadata(world, issuer, log, faults, serverClock),
        objects,
        log,
        faults,
        mock);
  }

  private @Nullable HttpEndpoint metadata(
      World world, SessionIssuer issuer, AccessLog log, Faults faults, Clock serverClock)
      throws IOException {
    if (instanceRole == null) {
      return null;
    }
    Role role = world.role(instanceRole);
    if (role == null) {
      throw new IllegalArgumentException("no role " + instanceRole);
    }
    InstanceSessions instance =
        new InstanceSessions(role, instanceSessionDuration, issuer, serverClock);
    return HttpEndpoint.start(
        0, new InstanceMetadata(instance, faults, log, serverClock), serverClock);
  }
}
