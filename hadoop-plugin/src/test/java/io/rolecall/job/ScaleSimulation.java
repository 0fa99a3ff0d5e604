package io.rolecall.job;

import static java.util.Objects.requireNonNull;

import io.rolecall.config.NewerTokens;
import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.driver.DriverAnswers;
import io.rolecall.driver.MintedSessions;
import io.rolecall.driver.RoutesAtStart;
import io.rolecall.executor.GrantSource;
import io.rolecall.executor.PulledSessions;
import io.rolecall.executor.SessionChannel;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantRequest;
import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.sts.Job;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSts;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A job in virtual time: one driver, many executors, and the ways between them, with the real
 * sessions, stores, requests and grants. The clock, the threads and the transport are fakes; STS is
 * one that answers over HTTP.
 */
final class ScaleSimulation implements AutoCloseable {

  /** Executors come as a cluster manager starts them, not at one moment. */
  private static final Duration RAMP = Duration.ofMinutes(1);

  private static final RenewalPolicy POLICY =
      RolecallConfig.ofAll(new Configuration(false)).renewalPolicy();

  private final Size size;
  private final FakeClock clock = new FakeClock();
  private final FakeScheduler time = new FakeScheduler(clock);
  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);
  private final Map<String, RoutedBucket> configs = new HashMap<>();
  private final UserGroupInformation owner = UserGroupInformation.createRemoteUser("simulated");
  private final MintedSessions driver;
  private final List<Executor> executors = new ArrayList<>();
  private final DriverAnswers answers;
  private final int[] messages;

  /** What the driver's endpoint spent on answers in each second, in nanoseconds. */
  private final long[] busy;

  private long flown;

  /** How long executors do without a session: what nobody uses is not renewed. */
  private final Duration pause;

  private Duration worstLeft = Duration.ofDays(365);

  /**
   * How much is simulated.
   *
   * @param executors how many executors
   * @param buckets how many buckets each of them uses
   * @param roles how many roles serve the buckets
   * @param unused how many more roles are declared, which nobody uses
   * @param job how long the job runs
   * @param session how long a session lasts
   */
  record Size(int executors, int buckets, int roles, int unused, Duration job, Duration session) {}

  /**
   * The busiest second of a part of the job.
   *
   * @param messages messages from executors to the driver in it, at most
   * @param busy which part of it the driver's endpoint spent on answers, at most
   */
  record Peak(int messages, double busy) {}

  /**
   * What happened.
   *
   * @param stsCalls calls of STS
   * @param rolesMinted how many roles STS was asked for
   * @param renewals how often a role's session was renewed, over all roles
   * @param messages messages from executors to the driver
   * @param start the busiest second while executors start
   * @param renewal the busiest second afterwards
   * @param worstLeft the least that was left of a session that an executor could sign with
   */
  record Result(
      int stsCalls,
      long rolesMinted,
      long renewals,
      long messages,
      Peak start,
      Peak renewal,
      Duration worstLeft) {}

  ScaleSimulation(Size size) {
    this.size = size;
    this.pause = size.session().dividedBy(10);
    this.messages = new int[(int) size.job().toSeconds() + 1];
    this.busy = new long[messages.length];
    sts.reach(conf);
    conf.set("fs.s3a.assumed.role.session.duration", size.session().toSeconds() + "s");
    for (int i = 0; i < size.buckets(); i++) {
      conf.set(
          "fs.s3a.bucket." + bucket(i) + ".assumed.role.arn",
          "arn:aws:iam::%012d:role/reader".formatted(i % size.roles()));
    }
    for (int i = 0; i < size.unused(); i++) {
      conf.set(
          "fs.s3a.bucket.unused-" + i + ".assumed.role.arn",
          "arn:aws:iam::%012d:role/unused".formatted(i));
    }
    this.driver =
        new MintedSessions(
            new SessionStore(POLICY, clock, time, this::startFlight),
            new Job(config(bucket(0)).config(), "simulated"),
            POLICY.patience(),
            clock);
    this.answers =
        new DriverAnswers(
            RoutesAtStart.read(List.of(RouteBook.of(conf)), HadoopUser.of(owner)), driver, clock);
    answers.begin();
  }

  /** Asks STS, on a thread of its own in a real driver. */
  private void startFlight(Runnable flight) {
    long start = cpuTime();
    flight.run();
    flown += cpuTime() - start;
  }

  /** Of this thread, so that a busy machine does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String bucket(int number) {
    return "bucket-" + number;
  }

  private RoutedBucket config(String bucket) {
    return configs.computeIfAbsent(
        bucket, absent -> RouteBook.of(conf).of(absent, HadoopUser.current()));
  }

  /** An executor: its own sessions, and a channel to the driver. */
  private final class Executor implements SessionChannel {

    private final SessionStore store =
        new SessionStore(POLICY.downstream(), clock, time, Runnable::run);
    private final PulledSessions sessions =
        new PulledSessions(
            store,
            new GrantSource(owner, List.of(this), NewerTokens.PERHAPS, TokenFiles.replaced(owner)),
            POLICY.patience(),
            clock);

    /** Opens a file system for each bucket, and works. */
    void start() {
      try {
        for (int i = 0; i < size.buckets(); i++) {
          RouteCredentials route = sessions.routes(config(bucket(i))).find("data/part-0");
          requireNonNull(route, "a route").current();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      work();
    }

    /** Signs with every session, now and then. */
    private void work() {
      store.sessions().forEach(live -> noteLeft(live.current()));
      var unused = time.schedule(this::work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void noteLeft(Session session) {
      Duration left = Duration.between(clock.instant(), session.expiration());
      worstLeft = left.compareTo(worstLeft) < 0 ? left : worstLeft;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    /** Whatever an executor signs with is oldest when the next one comes. */
    @Override
    public byte[] ask(byte[] request) throws IOException {
      int second = (int) Duration.between(FakeClock.START, clock.instant()).toSeconds();
      messages[second]++;
      for (LiveSession live : store.sessions()) {
        Session session = live.peek();
        if (session != null) {
          noteLeft(session);
        }
      }
      long start = cpuTime();
      long before = flown;
      byte[] answer = AnswerCodec.encode(answers.answer("1", GrantRequest.decode(request)));
      busy[second] += cpuTime() - start - (flown - before);
      return answer;
    }
  }

  /** Runs the job. */
  Result run() {
    Random random = new Random(1);
    for (int i = 0; i < size.executors(); i++) {
      Executor executor = new Executor();
      executors.add(executor);
      var unused =
          time.schedule(
              executor::start, random.nextInt((int) RAMP.toMillis()), TimeUnit.MILLISECONDS);
    }
    Instant end = FakeClock.START.plus(size.job());
    time.advance(Duration.between(clock.instant(), end));
    long all = 0;
    for (int inOneSecond : messages) {
      all += inOneSecond;
    }
    int started = (int) RAMP.toSeconds() + 1;
    return new Result(
        sts.calls().size(),
        sts.calls().stream().map(call -> call.parameter("RoleArn")).distinct().count(),
        sts.calls().size() - size.roles(),
        all,
        peak(0, started),
        peak(started, messages.length),
        worstLeft);
  }

  private Peak peak(int from, int to) {
    int most = 0;
    long busiest = 0;
    for (int second = from; second < to; second++) {
      most = Math.max(most, messages[second]);
      busiest = Math.max(busiest, busy[second]);
    }
    return new Peak(most, busiest / 1e9);
  }

  /** The access key ids that executors hold at the end; one per role, if all hold the newest. */
  Set<String> held() {
    Set<String> held = new HashSet<>();
    for (Executor executor : executors) {
      executor.store.sessions().forEach(live -> held.add(live.current().accessKeyId()));
    }
    return held;
  }

  @Override
  public void close() {
    executors.forEach(executor -> executor.sessions.close());
    driver.close();
    sts.close();
  }
}
