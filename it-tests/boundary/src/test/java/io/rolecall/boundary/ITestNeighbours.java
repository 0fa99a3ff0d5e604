package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many roles in one application: none waits for another, and none is assumed that nobody uses. The
 * order is that of one application's life: roles are assumed for the first time only once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ITestNeighbours {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "asker");
        thread.setDaemon(true);
        thread.start();
      };

  private static Crowd crowd;

  /** Waits, from one test to the next, for the session that the killed tasks waited for. */
  private static CompletableFuture<List<String>> neighbour = new CompletableFuture<>();

  @BeforeAll
  static void start() throws Exception {
    crowd = Crowd.start();
  }

  @AfterAll
  static void stop() throws IOException {
    crowd.close();
  }

  private static List<String> read(Map<String, String> arguments) {
    try {
      return crowd.application().run(ReadMany.class, arguments).lines().toList();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> read(String location) {
    return read(Map.of(ReadMany.LOCATIONS, location));
  }

  private static CompletableFuture<List<String>> start(Map<String, String> arguments) {
    return CompletableFuture.supplyAsync(() -> read(arguments), THREADS);
  }

  @Test
  @Order(1)
  void theFirstReadThroughOneOfAThousandPrefixesCostsOneAssumeRole() {
    assertThat(read(Crowd.prefix(100))).containsExactly("crowd/crowd-100");
    assertThat(crowd.assumedOfTheCrowd()).containsExactly(Crowd.arn("crowd-100"));
  }

  /** STS answers none of the calls before the last of them has come. */
  @Test
  @Order(2)
  void rolesInUseAreAssumedAllAtOnce() {
    crowd.counter().shut();
    CompletableFuture<List<String>> reading =
        start(Map.of(ReadMany.LOCATIONS, prefixes(0, 100), ReadMany.TASKS, "2"));
    await(() -> crowd.counter().rolesAskedFor().size() >= 100);
    crowd.counter().open();
    assertThat(reading).succeedsWithin(PATIENCE);
    assertThat(reading.join()).hasSize(100);
    assertThat(crowd.counter().rolesAskedFor())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).mapToObj(number -> Crowd.arn("crowd-" + number)).toList());
    assertThat(crowd.assumedOfTheCrowd())
        .as("of the tests before, too")
        .containsAll(crowd.counter().rolesAskedFor())
        .hasSizeGreaterThan(100);
  }

  /**
   * Nothing is asserted about time; it is for who reads the log. Executors on the same machine take
   * its processors from the driver, so the driver is measured without their work, too.
   */
  @ParameterizedTest
  @CsvSource({"200, two executors, 2", "300, the driver alone, 0", "400, the driver alone, 0"})
  @Order(3)
  void tellsWhatAHundredRolesCost(int first, String who, String tasks) {
    crowd.counter().countAnew();
    crowd.aws().faults().stsLatency(Duration.ofMillis(200));
    try {
      String prefixes = prefixes(first, first + 100);
      assertThat(read(Map.of(ReadMany.LOCATIONS, prefixes, ReadMany.TASKS, tasks))).hasSize(100);
    } finally {
      crowd.aws().faults().clear();
    }
    System.out.printf(
        "100 roles from %d on, read by %s, STS with 200 ms: %d ms from the first call to the last"
            + " answer, at most %d calls at a time%n",
        first, who, crowd.counter().took().toMillis(), crowd.counter().mostWaiting());
  }

  private static String prefixes(int from, int to) {
    return IntStream.range(from, to).mapToObj(Crowd::prefix).collect(Collectors.joining(","));
  }

  @Test
  @Order(4)
  void aKilledTaskFailsNobodyWhoWaitsForTheSameSession() throws Exception {
    Path diary = crowd.application().scratch().resolve("killed.diary");
    Path neighbours = crowd.application().scratch().resolve("neighbours.diary");
    String location = Crowd.slow(Crowd.HANGING);
    Map<String, String> both =
        Map.of(ReadMany.LOCATIONS, location + "," + location, ReadMany.TASKS, "2");
    neighbour = start(with(both, "neighbour", neighbours));
    CompletableFuture<List<String>> killed = start(with(both, "killed", diary));
    await(() -> waiting(diary) == 2 && waiting(neighbours) == 2);
    await(() -> crowd.gate().waiting() > 0);
    crowd.application().run(CancelGroup.class, Map.of(ReadMany.GROUP, "killed"));
    await(() -> noted(diary).size() == 6);
    assertThat(noted(diary).subList(4, 6))
        .as("what the killed tasks noticed, while STS had not answered anybody")
        .containsOnly("interrupted=true killed=true java.io.InterruptedIOException");
    assertThat(crowd.gate().waiting()).isPositive();
    assertThat(killed).failsWithin(PATIENCE);
    assertThat(neighbour).isNotDone();
  }

  private static Map<String, String> with(Map<String, String> arguments, String group, Path diary) {
    Map<String, String> more = new TreeMap<>(arguments);
    more.put(ReadMany.GROUP, group);
    more.put(ReadMany.DIARY, diary.toString());
    return more;
  }

  private static long waiting(Path diary) throws IOException {
    return noted(diary).stream().filter(line -> line.equals("waits")).count();
  }

  private static List<String> noted(Path diary) throws IOException {
    return Files.exists(diary) ? Files.readAllLines(diary) : List.of();
  }

  private static void await(Callable<Boolean> condition) {
    Await.until(PATIENCE, condition);
  }

  @Test
  @Order(5)
  void healthyRolesGoOnWhileMoreRolesHangThanAnyPoolHasThreads() {
    String hanging =
        IntStream.range(0, Crowd.HANGING).mapToObj(Crowd::slow).collect(Collectors.joining(","));
    CompletableFuture<List<String>> hung =
        start(
            Map.of(
                ReadMany.LOCATIONS,
                hanging,
                ReadMany.TASKS,
                "2",
                ReadMany.DIARY,
                crowd.application().scratch().resolve("hung.diary").toString()));
    // With the role that the killed tasks' neighbour waits for.
    await(() -> crowd.gate().waiting() == Crowd.HANGING + 1);
    long begin = System.nanoTime();
    // For the first time, by another bucket and by a prefix of the same.
    assertThat(start(Map.of(ReadMany.LOCATIONS, "s3a://fine/file")))
        .succeedsWithin(PATIENCE)
        .isEqualTo(List.of("fine/"));
    assertThat(start(Map.of(ReadMany.LOCATIONS, "s3a://slow/also/file")))
        .succeedsWithin(PATIENCE)
        .isEqualTo(List.of("slow/also"));
    assertThat(start(Map.of(ReadMany.LOCATIONS, Crowd.prefix(120))))
        .succeedsWithin(PATIENCE)
        .isEqualTo(List.of("crowd/crowd-120"));
    System.out.printf(
        "3 healthy roles for the first time, while %d calls of STS hang: %d ms%n",
        crowd.gate().waiting(), Duration.ofNanos(System.nanoTime() - begin).toMillis());
    assertThat(hung).as("the tasks whose roles hang").isNotDone();
    crowd.gate().open();
    assertThat(hung).succeedsWithin(PATIENCE);
    assertThat(hung.join()).hasSize(Crowd.HANGING).doesNotHaveDuplicates();
    assertThat(neighbour)
        .as("the neighbour of the killed tasks")
        .succeedsWithin(PATIENCE)
        .isEqualTo(List.of("slow/slow-" + Crowd.HANGING, "slow/slow-" + Crowd.HANGING));
  }
}
