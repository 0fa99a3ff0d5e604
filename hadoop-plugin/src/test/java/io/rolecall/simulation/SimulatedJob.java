package io.rolecall.simulation;

import static io.rolecall.simulation.SimulatedSts.SECOND;
import static java.util.Objects.requireNonNull;

import io.rolecall.config.NewerTokens;
import io.rolecall.credentials.JobSessions;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.driver.DriverAnswers;
import io.rolecall.driver.MintedBy;
import io.rolecall.driver.MintedSessions;
import io.rolecall.executor.GrantSource;
import io.rolecall.executor.PulledSessions;
import io.rolecall.executor.SessionChannel;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantRequest;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RouteTable;
import io.rolecall.session.Rejection;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.simulation.Layout.Declared;
import io.rolecall.simulation.Layout.Place;
import io.rolecall.simulation.VirtualTime.Parked;
import io.rolecall.sts.Job;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * A driver, its executors, and the channel between them, each with the real sessions, stores,
 * questions, answers and bytes. Every request is judged: whose session signed it, and whether it
 * had a reason to fail or to wait.
 */
final class SimulatedJob {

  /**
   * How long after a fault all is as before: a question that was lost is given up after two
   * minutes, and the driver and the executor may each have just begun their longest pause.
   */
  static final long BOUND = 220 * SECOND;

  /** Spark's {@code spark.rpc.askTimeout}. */
  private static final long ASK_TIMEOUT = 120 * SECOND;

  /** Longer than the longest pause after a failure, and the question that follows it. */
  private static final long LONG_WAIT = 40 * SECOND;

  /**
   * In one minute, for each role: what the driver's delays allow while STS hangs, three calls a
   * minute.
   */
  private static final int MESSAGES_A_MINUTE = 80;

  /** How many requests a process sends at a time. */
  private static final int CORES = 4;

  /** As the SDK repeats a request whose session was refused. */
  private static final int REPEATS = 2;

  private static final long MINUTE = 60 * SECOND;

  private final Layout layout;
  private final Declared declared;
  private final VirtualTime time;
  private final SplittableRandom random;
  private final SimulatedSts sts;
  private final boolean clearStore;

  /** The first role that requests use: the first of a chain may serve nothing else. */
  private final int firstUsed;

  private final Member driver;
  private final DriverAnswers answers;
  private final List<Member> executors = new ArrayList<>();
  private final Counts counts = new Counts();
  private long busyUntil;
  private int names;

  /** What happened. */
  static final class Counts {
    long requests;
    long repeats;
    long waits;
    long failures;
    long messages;
    long worstRecovery;
  }

  SimulatedJob(Layout layout, VirtualTime time, SplittableRandom random) {
    this.layout = layout;
    this.declared = layout.read();
    this.time = time;
    this.random = random;
    this.sts = new SimulatedSts(layout, time, random.split());
    this.clearStore = random.nextInt(4) > 0;
    this.firstUsed = layout.chained() && random.nextBoolean() ? 1 : 0;
    SimulatedProcess process = new SimulatedProcess("driver", time, random.split());
    sts.serve(process);
    MintedSessions minted =
        MintedBy.sessions(
            sts,
            new SessionStore(declared.policy(), process.environment()),
            new Job(declared.config(), "simulated"),
            declared.policy().patience(),
            process.environment().clock());
    // In half of the jobs, executors alone find out what the store says of sessions.
    this.driver = new Member(process, minted, random.nextBoolean());
    this.answers = new DriverAnswers(declared.routes(), minted, process.environment().clock());
    answers.begin();
    driver.start();
  }

  /** Whether the store says clearly that a session has ended. */
  boolean isClearStore() {
    return clearStore;
  }

  SimulatedSts sts() {
    return sts;
  }

  Member driver() {
    return driver;
  }

  List<Member> executors() {
    return executors;
  }

  Counts counts() {
    return counts;
  }

  /** Starts one more executor. */
  void addExecutor() {
    String name = "executor " + ++names;
    SimulatedProcess process = new SimulatedProcess(name, time, random.split());
    Link link = new Link(process);
    PulledSessions pulled =
        new PulledSessions(
            new SessionStore(declared.policy().downstream(), process.environment()),
            new GrantSource(
                Layout.OWNER,
                List.of(link),
                NewerTokens.PERHAPS,
                TokenFiles.replaced(Layout.OWNER)),
            declared.policy().patience(),
            process.environment().clock());
    Member member = new Member(process, pulled, true);
    link.member = member;
    executors.add(member);
    member.start();
  }

  void kill(Member executor) {
    executor.process.kill();
    executors.remove(executor);
  }

  /** Ends all processes. */
  void end() {
    executors.forEach(executor -> executor.process.kill());
    driver.process.kill();
  }

  /** What is wrong with an executor's way to the driver. */
  static final class LinkFault {
    private @Nullable FaultKind kind;
    private long until = Long.MIN_VALUE / 2;

    void set(FaultKind fault, long end) {
      kind = fault;
      until = Math.max(until, end);
    }

    @Nullable FaultKind at(long now) {
      return until > now ? kind : null;
    }
  }

  /** A process that sends requests. */
  final class Member {

    private final SimulatedProcess process;
    private final JobSessions sessions;
    private final Map<String, RouteTable<RouteCredentials>> open = new HashMap<>();
    private final LinkFault link = new LinkFault();
    private final long[] lastSuccess = new long[layout.roles()];
    private final Deque<Long> messages = new ArrayDeque<>();
    private final Deque<Long> calmMessages = new ArrayDeque<>();
    private final SplittableRandom own = random.split();
    private long troubled = Long.MIN_VALUE / 2;
    private long clockTroubled = Long.MIN_VALUE / 2;
    private int running;
    private int opening;
    private int next;
    private long idleUntil;
    private final boolean works;

    Member(SimulatedProcess process, JobSessions sessions, boolean works) {
      this.works = works;
      this.process = process;
      this.sessions = sessions;
      Arrays.fill(lastSuccess, Long.MIN_VALUE / 2);
    }

    SimulatedProcess process() {
      return process;
    }

    LinkFault link() {
      return link;
    }

    /** Something is wrong with it until then. */
    void trouble(long until) {
      troubled = Math.max(troubled, until);
    }

    /** Its clock goes wrong now. */
    void troubleClock() {
      trouble(time.now());
      clockTroubled = time.now();
    }

    private void start() {
      for (int bucket = 0; bucket < layout.roles(); bucket++) {
        openLater("b" + bucket, own.nextLong(2 * SECOND));
      }
      if (works) {
        tickLater();
      }
    }

    private void openLater(String bucket, long after) {
      opening++;
      var unused = time.at(time.now() + after, process, () -> open(bucket));
    }

    private void open(String bucket) {
      long start = time.now();
      try {
        RouteTable<RouteCredentials> table =
            sessions.routes(requireNonNull(declared.buckets().get(bucket)));
        open.put(bucket, table);
        opening--;
      } catch (IOException e) {
        opening--;
        failed(-1, start, "s3a://" + bucket + " cannot be opened: " + e.getMessage(), null);
        openLater(bucket, 5 * SECOND);
      }
    }

    private void tickLater() {
      long gap = layout.seconds() * SECOND / 100 * 3 / layout.roles();
      long wait = gap - gap / 5 + own.nextLong(gap / 5 * 2);
      var unused = time.at(Math.max(time.now() + wait, idleUntil), process, this::tick);
    }

    private void tick() {
      if (own.nextInt(300 * layout.roles()) == 0) {
        idleUntil =
            time.now() + (long) (layout.seconds() * SECOND * (0.2 + 2.3 * own.nextDouble()));
      }
      tickLater();
      if (running >= CORES) {
        return;
      }
      int role = firstUsed + next++ % (layout.roles() - firstUsed);
      Place place =
          declared.places().get(own.nextBoolean() || role == 0 ? role : layout.roles() + role - 1);
      RouteTable<RouteCredentials> table = open.get(place.bucket());
      if (table == null) {
        return;
      }
      RouteCredentials credentials = table.find(place.key());
      if (credentials == null) {
        process.violation(Invariant.EVERYTHING_COMES_BACK, "no route to " + place);
        return;
      }
      running++;
      try {
        request(place, credentials);
      } finally {
        running--;
      }
    }

    private void request(Place place, RouteCredentials credentials) {
      long start = time.now();
      boolean regular =
          start - lastSuccess[place.role()] < layout.seconds() * SECOND / 100 * 5
              && isCalm(place.role());
      counts.requests++;
      Set<String> refused = new HashSet<>();
      while (true) {
        AwsCredentialsIdentity identity;
        try {
          identity = credentials.current();
        } catch (SessionUnavailableException e) {
          boolean held = credentials.isReady();
          failed(place.role(), start, String.valueOf(e.getMessage()), held ? place : null);
          return;
        }
        long now = time.now();
        if (now > start) {
          counts.waits++;
          if (regular) {
            process.violation(
                Invariant.RENEWED_EARLY,
                "a request for " + place + " waited " + Duration.ofNanos(now - start));
          }
        }
        Issued session = verify(place, identity);
        if (session.isValid(now)) {
          lastSuccess[place.role()] = now;
          time.note(now + place.role());
          if (now - start > LONG_WAIT) {
            if (now > excusedUntil(place.role())) {
              process.violation(
                  Invariant.EVERYTHING_COMES_BACK,
                  "a request for " + place + " waited " + Duration.ofNanos(now - start));
            }
            noteRecovery(place.role());
          }
          return;
        }
        if (regular) {
          process.violation(
              Invariant.RENEWED_EARLY, "a request for " + place + " met a session that had ended");
        }
        if (refused.size() >= REPEATS
            || !refused.add(session.accessKeyId)
            || !credentials.onRejected(
                session.accessKeyId, clearStore ? Rejection.EXPIRED : Rejection.PERHAPS_EXPIRED)) {
          refused(place.role(), start, session);
          return;
        }
        counts.repeats++;
      }
    }

    /**
     * A store that is not clear is believed twice in half of a session's time: once a session was
     * revoked, it may say in vain that another ended before a wrong clock tells.
     */
    private void refused(int role, long start, Issued session) {
      long wrong = Math.max(clockTroubled, driver.clockTroubled);
      if (!clearStore && time.now() - wrong <= BOUND + longest()) {
        counts.failures++;
        time.note(~time.now());
      } else {
        failed(role, start, "the store refused " + session.accessKeyId, null);
      }
    }

    private Issued verify(Place place, AwsCredentialsIdentity identity) {
      Issued session = sts.find(identity.accessKeyId());
      if (session == null
          || session.role != place.role()
          || !identity.secretAccessKey().equals(session.secret())
          || !(identity instanceof AwsSessionCredentialsIdentity full)
          || !full.sessionToken().equals(session.token())) {
        process.violation(
            Invariant.NO_OTHER_ROLE,
            "a request for "
                + place
                + " was signed by "
                + (session == null ? "nobody" : "role " + session.role));
        throw new IllegalStateException("not reached");
      }
      return session;
    }

    /** Judges a failure of a request, or of opening a bucket, which has no role. */
    private void failed(int role, long start, String why, @Nullable Place held) {
      counts.failures++;
      time.note(~time.now());
      String what =
          (role < 0 ? "" : "role " + role + ": ")
              + why
              + " (begun "
              + Duration.ofNanos(time.now() - start)
              + " before)";
      if (held != null) {
        process.violation(Invariant.NONE_FAILS_WITH_A_SESSION, what);
      }
      if (time.now() > excusedUntil(role)) {
        process.violation(Invariant.EVERYTHING_COMES_BACK, what);
      }
      noteRecovery(role);
    }

    private void noteRecovery(int role) {
      long since = time.now() - (excusedUntil(role) - BOUND);
      if (since < 2 * BOUND) {
        counts.worstRecovery = Math.max(counts.worstRecovery, since);
      }
    }

    /** Until when a request may fail: a while after what is wrong on its own way. */
    private long excusedUntil(int role) {
      long last = Math.max(troubled, driver.troubled);
      if (role >= 0) {
        last = Math.max(last, excusedBySts(role));
        if (layout.chained() && role == layout.roles() - 1) {
          last = Math.max(last, excusedBySts(0));
        }
      }
      return last + BOUND;
    }

    /** STS is no reason while the driver has a session. */
    private long excusedBySts(int role) {
      SimulatedSts.OfRole state = sts.role(role);
      long lacked = Math.min(state.troubled, sts.lackedUntil(role));
      return Math.max(state.revoked, lacked);
    }

    /**
     * Whether nothing has gone wrong on the role's way for a while; with a clock, for as long as
     * sessions last, whose ends it may have told wrong.
     */
    private boolean isCalm(int role) {
      long wrong = Math.max(clockTroubled, driver.clockTroubled);
      return time.now() - lastTrouble(role) > BOUND && time.now() - wrong > BOUND + longest();
    }

    private long lastTrouble(int role) {
      long last = Math.max(troubled, driver.troubled);
      last = Math.max(last, Math.max(sts.role(role).troubled, sts.role(role).revoked));
      return layout.chained()
          ? Math.max(last, Math.max(sts.role(0).troubled, sts.role(0).revoked))
          : last;
    }

    /** Longer than any session lasts. */
    private long longest() {
      return layout.seconds() * SECOND / 10 * 13;
    }

    /** Whether no session is from a time when anything went wrong. */
    private boolean isLongCalm() {
      for (int role = 0; role < layout.roles(); role++) {
        if (time.now() - lastTrouble(role) < BOUND + longest()) {
          return false;
        }
      }
      return true;
    }

    private void countMessage() {
      counts.messages++;
      long now = time.now();
      messages.add(now);
      while (messages.element() < now - MINUTE) {
        messages.remove();
      }
      int most = MESSAGES_A_MINUTE * layout.roles() + 4 * layout.roles();
      if (messages.size() > most) {
        process.violation(
            Invariant.MESSAGES_ARE_BOUNDED, messages.size() + " questions in a minute ");
      }
      if (isLongCalm()) {
        calmMessages.add(now);
      }
      while (!calmMessages.isEmpty()
          && calmMessages.element() < now - layout.seconds() * SECOND / 2) {
        calmMessages.remove();
      }
      if (calmMessages.size() > 5 * layout.roles() + 2) {
        process.violation(
            Invariant.MESSAGES_ARE_BOUNDED,
            calmMessages.size() + " questions in half of a session's time, in calm");
      }
      audit();
    }

    /** Counts what it holds. */
    private void audit() {
      int roles = layout.roles();
      bound("timers", process.timers(), 2 * roles);
      bound("flights", process.flights(), 3 * roles);
      bound("waiting threads", process.threads(), 3 * roles + CORES + opening);
    }

    private void bound(String what, int number, int most) {
      if (number > most) {
        process.violation(Invariant.MEMORY_IS_BOUNDED, number + " " + what + ", at most " + most);
      }
    }

    /** Its name. */
    @Override
    public String toString() {
      return process.toString();
    }
  }

  /** An executor's way to the driver. */
  private final class Link implements SessionChannel {

    private final SimulatedProcess process;
    private @Nullable Member member;

    Link(SimulatedProcess process) {
      this.process = process;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    /** One question on its way. */
    private final class Question {
      private final Parked asker = time.parking();
      private byte @Nullable [] answer;
      private @Nullable String failure;

      void end(byte @Nullable [] bytes, @Nullable String why) {
        answer = bytes;
        failure = why;
        time.signal(process, asker);
      }
    }

    @Override
    public byte[] ask(byte[] request) throws IOException {
      Member asking = requireNonNull(member);
      asking.countMessage();
      time.note(Arrays.hashCode(request));
      Question question = new Question();
      if (asking.link.at(time.now()) == FaultKind.LINK_CUT) {
        time.park(process, question.asker, time.now() + random.nextLong(2 * SECOND));
        throw new IOException("connection refused");
      }
      if (!isLost(asking)) {
        var unused =
            time.at(
                time.now() + latency(asking),
                driver.process,
                () -> arrive(asking, request, question));
      }
      if (!time.park(process, question.asker, time.now() + ASK_TIMEOUT)) {
        throw new IOException("no answer within 120 s");
      }
      byte[] answer = question.answer;
      if (answer == null) {
        throw new IOException("the driver says: " + question.failure);
      }
      time.note(Arrays.hashCode(answer));
      return answer;
    }

    /** The driver answers one after the other. */
    private void arrive(Member asking, byte[] request, Question question) {
      busyUntil = Math.max(time.now(), busyUntil) + 100_000 + random.nextLong(200_000);
      var unused =
          time.at(
              busyUntil,
              driver.process,
              () ->
                  driver.process.withoutWaiting(
                      "the endpoint", () -> answer(asking, request, question)));
    }

    private void answer(Member asking, byte[] request, Question question) {
      byte[] bytes = null;
      String failure = null;
      try {
        bytes =
            AnswerCodec.encode(
                answers.answer(asking.process.toString(), GrantRequest.decode(request)));
      } catch (IOException | RuntimeException e) {
        failure = e.toString();
      }
      driver.audit();
      if (isLost(asking) || asking.link.at(time.now()) == FaultKind.LINK_CUT) {
        return;
      }
      byte[] answer = bytes;
      String why = failure;
      var unused = time.at(time.now() + latency(asking), process, () -> question.end(answer, why));
    }

    private boolean isLost(Member asking) {
      FaultKind fault = asking.link.at(time.now());
      return fault == FaultKind.LINK_SILENT
          || (fault == FaultKind.MESSAGES_LOST && random.nextInt(3) == 0);
    }

    private long latency(Member asking) {
      long usual = 200_000 + random.nextLong(20_000_000);
      return asking.link.at(time.now()) == FaultKind.MESSAGES_LATE
          ? usual + random.nextLong(70 * SECOND)
          : usual;
    }
  }
}
