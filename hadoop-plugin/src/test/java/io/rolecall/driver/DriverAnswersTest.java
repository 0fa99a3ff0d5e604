package io.rolecall.driver;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.RolecallConfig;
import io.rolecall.grant.AnswerCodec;
import io.rolecall.grant.GrantAnswer;
import io.rolecall.grant.GrantRequest;
import io.rolecall.grant.GrantedBucket;
import io.rolecall.grant.PlaceOfSet;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.RoleAnswer;
import io.rolecall.grant.RoleOfSet;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RoleArn;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import io.rolecall.session.SessionException;
import io.rolecall.session.SessionException.Kind;
import io.rolecall.sts.Job;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What executors are answered, and what a stranger's questions cost the driver. */
@Timeout(120)
class DriverAnswersTest {

  private static final RenewalPolicy POLICY =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler scheduler = new FakeScheduler(clock);
  private final FakeSts sts = new FakeSts();
  private final AtomicInteger held = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Configuration conf = new Configuration(false);
  private final ExecutorService flights = Executors.newCachedThreadPool();
  private final HadoopUser alice = HadoopUser.of(UserGroupInformation.createRemoteUser("alice"));
  private @Nullable MintedSessions sessions;

  DriverAnswersTest() {
    sts.reach(conf);
  }

  /** Lets no call for a role of such an ARN end before {@link #released} opens. */
  private void hold(String inArn) {
    sts.beforeAnswer(
        call -> {
          if (call.parameter("RoleArn").contains(inArn)) {
            held.incrementAndGet();
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  @AfterEach
  void close() {
    released.countDown();
    sts.close();
    if (sessions != null) {
      sessions.close();
    }
    flights.shutdownNow();
  }

  /** Routes s3a://BUCKET/p0 to role PREFIX0, and so on. */
  private static void route(Configuration conf, String bucket, String role, int prefixes) {
    conf.set(
        "fs.s3a.rolecall.routes",
        IntStream.range(0, prefixes)
            .mapToObj(
                i ->
                    "{'location': 's3a://%s/p%d', 'role': 'arn:aws:iam::111122223333:role/%s%d'}"
                        .formatted(bucket, i, role, i)
                        .replace('\'', '"'))
            .collect(Collectors.joining(", ", "{\"version\": 1, \"routes\": [", "]}")));
  }

  private DriverAnswers driver() {
    return driver(RoutesAtStart.read(List.of(RouteBook.of(conf)), alice));
  }

  private DriverAnswers driver(DeclaredRoutes routes) {
    MintedSessions minted =
        new MintedSessions(
            new SessionStore(POLICY, clock, scheduler, flights),
            new Job(RolecallConfig.ofAll(conf), "alice"),
            Duration.ofSeconds(20),
            clock);
    sessions = minted;
    DriverAnswers answers = new DriverAnswers(routes, minted, clock);
    answers.begin();
    return answers;
  }

  /** On the wire and back, as an executor gets it. */
  private static GrantAnswer ask(DriverAnswers driver, String asker, GrantRequest request) {
    try {
      byte[] question = request.encode();
      return AnswerCodec.decode(
          AnswerCodec.encode(driver.answer(asker, GrantRequest.decode(question))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static GrantedBucket routes(DriverAnswers driver, String set, String bucket) {
    BucketOfSet wanted = new BucketOfSet(set, bucket);
    return requireNonNull(ask(driver, "1", GrantRequest.ofPlace(wanted)).buckets().get(wanted));
  }

  /** The roles of a bucket of the base set, by name. */
  private static Map<String, RoleOfSet> roles(DriverAnswers driver, String bucket) {
    return routes(driver, "", bucket).roles().entrySet().stream()
        .collect(
            Collectors.toMap(
                role -> role.getValue().name(), role -> new RoleOfSet("", role.getKey())));
  }

  private static Map<RoleOfSet, RoleAnswer> ask(DriverAnswers driver, RoleOfSet... roles) {
    return ask(driver, "1", new GrantRequest(Set.of(), Set.of(roles), Set.of())).roles();
  }

  private static boolean isGranted(@Nullable RoleAnswer answer) {
    return answer != null && answer.match(granted -> true, underWay -> false, refused -> false);
  }

  /** Asks until there is a session. */
  private static Session session(DriverAnswers driver, RoleOfSet role) {
    Concurrently.until("there is a session", () -> isGranted(ask(driver, role).get(role)));
    return requireNonNull(ask(driver, role).get(role))
        .match(
            RoleAnswer.Granted::session,
            underWay -> {
              throw new AssertionError(underWay);
            },
            refused -> {
              throw new AssertionError(refused);
            });
  }

  @Test
  void aRoleThatHangsDelaysNoOther() {
    // More than there are connections to STS, threads of a core, or roles in one question.
    int count = GrantRequest.MAX_ROLES + 100;
    route(conf, "b1", "hangs", count);
    conf.set("fs.s3a.bucket.b2.assumed.role.arn", "arn:aws:iam::111122223333:role/healthy");
    hold("/hangs");
    DriverAnswers driver = driver();
    List<RoleOfSet> hanging = List.copyOf(roles(driver, "b1").values());
    assertThat(hanging).hasSize(count);
    List<GrantRequest> questions =
        Stream.of(
                hanging.subList(0, GrantRequest.MAX_ROLES),
                hanging.subList(GrantRequest.MAX_ROLES, count))
            .map(roles -> new GrantRequest(Set.of(), Set.copyOf(roles), Set.of()))
            .toList();
    assertThat(questions)
        .flatMap(question -> ask(driver, "1", question).roles().values())
        .hasSize(count)
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(RoleAnswer.UnderWay.class));
    Concurrently.until("all of them hang", () -> held.get() == count);
    RoleOfSet healthy = requireNonNull(roles(driver, "b2").get("healthy"));
    assertThat(session(driver, healthy).role().name()).isEqualTo("healthy");
    // STS has still answered none of the others.
    assertThat(questions)
        .flatMap(question -> ask(driver, "1", question).roles().values())
        .noneMatch(DriverAnswersTest::isGranted);
  }

  @Test
  void allRolesOfAQuestionAreMintedAtTheSameTime() {
    route(conf, "b1", "r", 100);
    hold("");
    DriverAnswers driver = driver();
    Set<RoleOfSet> all = Set.copyOf(roles(driver, "b1").values());
    GrantRequest question = new GrantRequest(Set.of(), all, Set.of());
    ask(driver, "1", question);
    Concurrently.until("100 calls are under way", () -> held.get() == 100);
    released.countDown();
    Concurrently.until(
        "all have a session",
        () -> ask(driver, "1", question).roles().values().stream().allMatch(a -> isGranted(a)));
    assertThat(sts.calls()).hasSize(100);
  }

  @Test
  void aPrefixThatNobodyUsesCostsNoCallOfSts() {
    route(conf, "b1", "r", 1000);
    DriverAnswers driver = driver();
    Map<String, RoleOfSet> roles = roles(driver, "b1");
    assertThat(roles).hasSize(1000);
    assertThat(sts.calls()).isEmpty();
    session(driver, requireNonNull(roles.get("r7")));
    assertThat(sts.calls()).singleElement().extracting(this::roleOf).isEqualTo("r7");
  }

  private String roleOf(FakeSts.Call call) {
    return RoleArn.parse(call.parameter("RoleArn")).name();
  }

  private static final String LAKE = "lake";

  @Test
  void setsHaveRolesOfTheirOwnForOneBucket() {
    Configuration lake = new Configuration(conf);
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    lake.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/writer");
    lake.set("fs.s3a.access.key", "lake-key");
    DriverAnswers driver =
        driver(RoutesAtStart.read(List.of(RouteBook.of(conf), RouteBook.of(LAKE, lake)), alice));
    for (String set : List.of("", LAKE)) {
      var roles = routes(driver, set, "b1").roles();
      String fingerprint = roles.keySet().iterator().next();
      Session session = session(driver, new RoleOfSet(set, fingerprint));
      assertThat(session.role()).isEqualTo(roles.get(fingerprint));
      RoleOfSet ofTheOther = new RoleOfSet(set.isEmpty() ? LAKE : "", fingerprint);
      assertThat(ask(driver, ofTheOther).get(ofTheOther)).isInstanceOf(RoleAnswer.Failed.class);
    }
    assertThat(sts.calls())
        .extracting(call -> call.accessKeyId() + " as " + roleOf(call))
        .containsExactly("base-key as reader", "lake-key as writer");
  }

  @Test
  void refusesARoleThatNoRouteLeadsTo() {
    RoleOfSet unknown = new RoleOfSet("", "0123456789abcdef0123456789abcdef");
    RoleAnswer answer = requireNonNull(ask(driver(), unknown).get(unknown));
    String said =
        answer.match(
            granted -> "granted",
            underWay -> "under way",
            refused -> refused.kind() + ": " + refused.why());
    assertThat(said)
        .isEqualTo(
            "PERMANENT: the driver has no route to this role with these terms (fingerprint"
                + " 0123456789abcdef0123456789abcdef). What executors may have is what the driver's"
                + " configuration declared when the job started: if the route came with a token,"
                + " submit the job with tokens of the same configuration; else declare the route"
                + " before the job starts");
    assertThat(sts.calls()).isEmpty();
  }

  @Test
  void saysWhyStsGivesNoSession() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    sts.failNext(403, "AccessDenied", "no");
    DriverAnswers driver = driver();
    RoleOfSet reader = requireNonNull(roles(driver, "b1").get("reader"));
    assertThat(refusal(driver, reader))
        .hasMessageStartingWith("STS refused arn:aws:iam::111122223333:role/reader")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.PERMANENT);
  }

  @Test
  void saysWhyTheBaseIdentityHasNoCredentials() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    conf.set("fs.s3a.rolecall.base.identity", "properties:/none");
    DriverAnswers driver = driver();
    RoleOfSet reader = requireNonNull(roles(driver, "b1").get("reader"));
    assertThat(refusal(driver, reader)).hasMessageContaining("/none does not exist");
  }

  @Test
  void saysWhyASessionCannotBeMade() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    // More variables than Hadoop puts in.
    conf.set("fs.s3a.user.agent.prefix", "${user.name}".repeat(21));
    DriverAnswers driver = driver();
    RoleOfSet reader = requireNonNull(roles(driver, "b1").get("reader"));
    assertThat(refusal(driver, reader))
        .hasMessageStartingWith("no session can be made: ")
        .hasMessageContaining("Variable substitution depth too large")
        .extracting(SessionException::kind)
        .isEqualTo(Kind.TRANSIENT);
    conf.set("fs.s3a.user.agent.prefix", "none");
  }

  private static SessionException refusal(DriverAnswers driver, RoleOfSet role) {
    SessionException[] found = new SessionException[1];
    Concurrently.until(
        "the role is refused",
        () ->
            requireNonNull(ask(driver, role).get(role))
                .match(
                    granted -> false,
                    underWay -> false,
                    refused -> {
                      found[0] = refused.failure();
                      return true;
                    }));
    return found[0];
  }

  @Test
  void mintsAnewWhatAnExecutorSawRefusedButNotForever() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    DriverAnswers driver = driver();
    RoleOfSet reader = requireNonNull(roles(driver, "b1").get("reader"));
    session(driver, reader);
    for (int i = 0; i < 10; i++) {
      reject(driver, "stranger", reader);
    }
    assertThat(sts.calls()).as("an asker is believed twice").hasSize(1 + 2);
    for (int i = 0; i < 100; i++) {
      reject(driver, "stranger-" + i, reader);
    }
    assertThat(sts.calls().size()).as("all askers together").isLessThanOrEqualTo(1 + 8);
  }

  private static void reject(DriverAnswers driver, String asker, RoleOfSet role) {
    String key = session(driver, role).accessKeyId();
    ask(driver, asker, new GrantRequest(Set.of(), Set.of(role), Set.of(key)));
    session(driver, role);
  }

  @Test
  void aRefusedSessionOfARoleThatIsNotAskedForStays() {
    route(conf, "b1", "r", 2);
    DriverAnswers driver = driver();
    Map<String, RoleOfSet> roles = roles(driver, "b1");
    RoleOfSet one = requireNonNull(roles.get("r0"));
    RoleOfSet other = requireNonNull(roles.get("r1"));
    String key = session(driver, one).accessKeyId();
    session(driver, other);
    ask(driver, "1", new GrantRequest(Set.of(), Set.of(other), Set.of(key)));
    assertThat(session(driver, one).accessKeyId()).isEqualTo(key);
  }

  @Test
  void passesOnNoSessionThatHasEndedByItsClock() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    DriverAnswers driver = driver();
    RoleOfSet reader = requireNonNull(roles(driver, "b1").get("reader"));
    Session first = session(driver, reader);
    // The clock jumps; the scheduler has not noticed.
    clock.advance(Duration.ofHours(2));
    GrantAnswer answer = ask(driver, "1", new GrantRequest(Set.of(), Set.of(reader), Set.of()));
    assertThat(isGranted(answer.roles().get(reader))).isFalse();
    Session next = session(driver, reader);
    assertThat(next.accessKeyId()).isNotEqualTo(first.accessKeyId());
    assertThat(next.expiration()).isAfter(clock.instant());
  }

  /** What comes along with every answer must not spoil it. */
  @Test
  void aRouteForThousandsOfOthersClosesItsOwnBucketAlone() {
    String users =
        IntStream.range(0, 3_000)
            .mapToObj(number -> "\"employee" + number + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://hr\","
            + " \"role\": \"arn:aws:iam::111122223333:role/hr\", \"users\": "
            + users
            + "}]}");
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    DriverAnswers driver = driver();
    assertThat(roles(driver, "b1")).containsOnlyKeys("reader");
    assertThat(routes(driver, "", "hr").routes()).hasSize(1);
  }

  @Test
  void whatAStrangerAsksLeavesNothingBehind() {
    route(conf, "b1", "r", 10);
    conf.set("fs.s3a.assumed.role.arn", "arn:aws:iam::111122223333:role/of-every-other-bucket");
    DriverAnswers driver = driver();
    RoleOfSet known = requireNonNull(roles(driver, "b1").get("r0"));
    session(driver, known);
    hostileQuestions(driver, known, 0, 1_000);
    long before = heap();
    hostileQuestions(driver, known, 1_000, 10_000);
    long after = heap();
    assertThat(after - before).as("bytes that 9,000 questions leave").isLessThan(1 << 20);
    assertThat(sts.calls().size()).isLessThanOrEqualTo(1 + 8);
  }

  private static void hostileQuestions(DriverAnswers driver, RoleOfSet known, int from, int to) {
    for (int number = from; number < to; number++) {
      String id = "%08d".formatted(number);
      // Now and then as much as a question can hold.
      int size = number % 100 == 0 ? GrantRequest.MAX_ROLES : 4;
      Set<PlaceOfSet> buckets =
          IntStream.range(0, Math.min(size, GrantRequest.MAX_BUCKETS))
              .<PlaceOfSet>mapToObj(
                  i -> new BucketOfSet(i % 2 == 0 ? "" : "set" + id, "bucket-" + id + i))
              .collect(Collectors.toSet());
      Set<RoleOfSet> roles =
          IntStream.range(0, size - 1)
              .mapToObj(i -> new RoleOfSet(i % 2 == 0 ? "" : "set" + id, id + "-" + i))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      roles.add(known);
      Set<String> rejected =
          IntStream.range(0, Math.min(size, GrantRequest.MAX_REJECTED) - 1)
              .mapToObj(i -> "key-" + id + i)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      rejected.add("key-" + (1 + number % 9));
      ask(driver, "executor-" + id, new GrantRequest(buckets, roles, rejected));
    }
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
