package io.rolecall.supply.tokens;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.supply.end.FakeApplications;
import io.rolecall.supply.end.Until;
import io.rolecall.testing.FakeClock;
import io.rolecall.token.TokenContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TokenKeeperTest {

  private static final RenewalPolicy POLICY =
      new RenewalPolicy(
          0.3, 0.1, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final FakeClock clock = new FakeClock();
  private final FakeMint mint = new FakeMint(clock);
  private final FakeApplications applications = new FakeApplications();
  private final List<String> said = new ArrayList<>();
  private final Map<Duration, Runnable> events = new HashMap<>();
  @TempDir private Path folder;
  private Path path;
  private TokenSupply.Pause pause = this::pass;
  private TokenKeeper keeper;

  @BeforeEach
  void start() {
    path = folder.resolve("tokens");
    keeper = keeper(Optional.empty());
  }

  private TokenKeeper keeper(Optional<Posting> mailbox) {
    TokenFileWriter file = new TokenFileWriter(path);
    return new TokenKeeper(
        new TokenSupply(
            mint,
            new Deliveries(
                Optional.of(file), mailbox, clock, new Deliveries.Says(said::add, said::add)),
            POLICY,
            clock,
            () -> 0),
        file,
        mailbox.isPresent(),
        applications,
        clock,
        time -> pause.of(time),
        said::add,
        () -> {});
  }

  /** Time passes, and what is to happen at a time does. */
  private void pass(Duration time) {
    clock.advance(time);
    Duration now = Duration.between(START, clock.instant());
    events
        .entrySet()
        .removeIf(
            event -> {
              boolean due = event.getKey().compareTo(now) <= 0;
              if (due) {
                event.getValue().run();
              }
              return due;
            });
  }

  private void at(Duration time, Runnable event) {
    events.put(time, event);
  }

  private void keep(String time) throws IOException, InterruptedException {
    keeper.keep(
        new Until(false, Optional.of(Duration.parse(time)), Optional.empty(), Optional.empty()));
  }

  private Instant end() throws IOException {
    Token<?> token =
        requireNonNull(
            Credentials.readTokenStorageFile(path.toFile(), new Configuration(false))
                .getToken(new Text("s3a://b1")));
    return requireNonNull(TokenContents.of(token).routes().get(0).expiration());
  }

  private static Instant after(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void replacesTheFileWhenThirtyPercentOfTheFirstSessionAreLeft() throws Exception {
    keep("PT1H");
    assertThat(mint.asked()).containsExactly(START, after(21), after(42));
    assertThat(end()).isEqualTo(after(72));
    assertThat(said)
        .containsExactly(
            path + ": 1 token, whose first session ends at " + after(30),
            path + ": 1 token, whose first session ends at " + after(51),
            path + ": 1 token, whose first session ends at " + after(72));
  }

  @Test
  void theFileIsItsOwnersAloneAndNothingLiesBesideIt() throws Exception {
    keep("PT1H");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void goesThroughAnOutageWhileTheSessionsInTheFileLive() throws Exception {
    at(Duration.ofMinutes(20), () -> mint.fail("STS is down"));
    at(Duration.ofMinutes(29), () -> mint.fail(null));
    keep("PT30M");
    assertThat(said)
        .containsExactly(
            path + ": 1 token, whose first session ends at " + after(30),
            path
                + ": no new tokens: STS is down. Those in the file serve until "
                + after(30)
                + "; further failures are not said",
            path + ": sessions can be had again after " + (mint.asked().size() - 2) + " failures",
            path + ": 1 token, whose first session ends at " + end());
    assertThat(mint.asked().get(1)).isEqualTo(after(21));
    assertThat(mint.asked()).hasSizeBetween(10, 30);
  }

  /** A file of routes that is being edited, for example. */
  @Test
  void goesOnWhateverGoesWrongOnceItHasBegun() throws Exception {
    at(Duration.ofMinutes(20), () -> mint.throwing(new ConfigException("no routes", null)));
    at(Duration.ofMinutes(22), () -> mint.throwing(new IllegalStateException("odd")));
    at(Duration.ofMinutes(24), () -> mint.throwing(null));
    keep("PT30M");
    assertThat(said)
        .contains(
            path
                + ": no new tokens: no routes. Those in the file serve until "
                + after(30)
                + "; further failures are not said")
        .last()
        .isEqualTo(path + ": 1 token, whose first session ends at " + end());
  }

  @Test
  void aConfigurationThatCannotBeUsedIsToldAtOnce() {
    mint.throwing(new ConfigException("no routes", null));
    assertThatThrownBy(() -> keep("PT5H"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("no routes");
  }

  /** As machines do that begin with a wrong clock. */
  @Test
  void aClockThatIsSetBackDelaysNoRound() throws Exception {
    AtomicLong passed = new AtomicLong();
    List<Duration> rounds = new ArrayList<>();
    at(Duration.ofMinutes(1), () -> clock.advance(Duration.ofHours(-3)));
    pause =
        time -> {
          passed.addAndGet(time.toMillis());
          pass(time);
          if (passed.get() > Duration.ofMinutes(30).toMillis()) {
            throw new InterruptedException("enough");
          }
        };
    mint.beforeAnswer(() -> rounds.add(Duration.ofMillis(passed.get())));
    assertThatThrownBy(() -> keeper.keep(Until.TOLD)).isInstanceOf(InterruptedException.class);
    assertThat(rounds).containsExactly(Duration.ZERO, Duration.ofMinutes(21));
  }

  /** There would be another round at once, and another. */
  @Test
  void sessionsThatHaveEndedAreAFailure() {
    mint.lifetime(Duration.ofSeconds(-1));
    assertThatThrownBy(() -> keep("PT5H"))
        .hasMessage(
            "no tokens for "
                + path
                + ": sessions were got that ended at 2025-12-31T23:59:59Z by this machine's clock,"
                + " which shows 2026-01-01T00:00:00Z: set the clock of this machine, or of STS,"
                + " right");
    assertThat(mint.asked()).hasSize(1);
  }

  @Test
  void endsWhenTheSessionsInTheFileHaveEnded() {
    at(Duration.ofMinutes(20), () -> mint.fail("STS is down"));
    assertThatThrownBy(() -> keep("PT5H"))
        .isInstanceOf(IOException.class)
        .hasMessage("no tokens for " + path + ": STS is down");
    assertThat(clock.instant()).isBetween(after(30), after(31));
  }

  @Test
  void endsAtOnceWhereThereAreNoTokensYet() {
    mint.fail("STS refused reader");
    assertThatThrownBy(() -> keep("PT5H"))
        .hasMessage("no tokens for " + path + ": STS refused reader");
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(path).doesNotExist();
  }

  @Test
  void aKeeperThatStartsInAnOutageGoesOnWhileTheSessionsOfTheOneBeforeLive() throws Exception {
    keep("PT1M");
    Instant written = end();
    said.clear();
    start();
    mint.fail("STS is down");
    assertThatThrownBy(() -> keep("PT5H")).hasMessage("no tokens for " + path + ": STS is down");
    assertThat(clock.instant()).isBetween(written, written.plusSeconds(60));
    assertThat(said)
        .containsExactly(
            path
                + ": no new tokens: STS is down. Those in the file serve until "
                + written
                + "; further failures are not said");
  }

  @Test
  void rolesThatCannotBeHadAreSaidAndTriedAgainEverLessOften() throws Exception {
    mint.late(
        new Minting.LateRole(
            "s3a://b1/x -> arn:aws:iam::1:role/x", START, "STS refused", Optional.empty()));
    keep("PT4M");
    assertThat(mint.asked())
        .containsExactly(
            START, START.plusSeconds(30), START.plusSeconds(90), START.plusSeconds(210));
    assertThat(said.stream().filter(line -> !line.contains("1 token")))
        .containsExactly(
            path
                + ": without s3a://b1/x -> arn:aws:iam::1:role/x, not renewed since "
                + START
                + ": STS refused; all others serve until "
                + after(30)
                + " at least");
    mint.late();
    said.clear();
    keep("PT30M");
    assertThat(mint.asked()).hasSize(6);
  }

  @Test
  void endsWhenItsMarkerIsGone() throws Exception {
    Path marker = Files.createFile(folder.resolve("job"));
    at(Duration.ofMinutes(3), () -> assertThat(marker.toFile().delete()).isTrue());
    keeper.keep(new Until(false, Optional.empty(), Optional.of(marker), Optional.empty()));
    assertThat(clock.instant()).isBetween(after(3), after(4));
    assertThat(path).exists();
  }

  /** A disk that is away for a moment, for example. */
  @Test
  void goesOnWhileNobodyCanTellWhetherItsMarkerIsThere() throws Exception {
    Path jobs = Files.createDirectory(folder.resolve("jobs"));
    Path marker = Files.createFile(jobs.resolve("job"));
    at(
        Duration.ofMinutes(3),
        () -> {
          assertThat(marker.toFile().delete()).isTrue();
          assertThat(jobs.toFile().delete()).isTrue();
          try {
            Files.createFile(jobs);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    at(Duration.ofMinutes(5), () -> assertThat(jobs.toFile().delete()).isTrue());
    keeper.keep(new Until(false, Optional.empty(), Optional.of(marker), Optional.empty()));
    assertThat(clock.instant()).isBetween(after(5), after(6));
  }

  @Test
  void writesOnce() throws Exception {
    keeper.keep(new Until(true, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(mint.asked()).containsExactly(START);
    assertThat(path).exists();
    mint.fail("STS is down");
    assertThatThrownBy(
            () ->
                keeper.keep(new Until(true, Optional.empty(), Optional.empty(), Optional.empty())))
        .hasMessage("no tokens for " + path + ": STS is down");
  }

  /** Containers cannot follow another mailbox than that which they were told. */
  @Test
  void withAMailboxItGoesOnThoughAllSessionsHaveEnded() throws Exception {
    List<Object> letters = new ArrayList<>();
    keeper = keeper(Optional.of(letters::add));
    at(Duration.ofMinutes(20), () -> mint.fail("STS is down"));
    at(Duration.ofMinutes(50), () -> mint.fail(null));
    keep("PT1H");
    assertThat(letters).hasSize(2);
    assertThat(end()).isAfter(after(79));
    assertThat(said)
        .filteredOn(line -> line.contains("have ended"))
        .containsExactly(
            "the sessions in "
                + path
                + " and in its mailbox have ended: STS is down. It goes on trying, for processes"
                + " that cannot follow another mailbox");
  }

  @Test
  void withAMailboxItEndsAtOnceWhereThereAreNoTokensYet() {
    keeper = keeper(Optional.of(letter -> {}));
    mint.fail("STS refused reader");
    assertThatThrownBy(() -> keep("PT5H"))
        .hasMessage("no tokens for " + path + ": STS refused reader");
    assertThat(clock.instant()).isEqualTo(START);
  }

  /** Sessions of a quarter of an hour beside others of half a day. */
  @Test
  void goesOnAsLongAsOneOfTheSessionsLives() throws Exception {
    mint.alsoOf(Duration.ofHours(12));
    at(Duration.ofMinutes(20), () -> mint.fail("STS is down"));
    keep("PT11H");
    assertThat(said)
        .contains(
            path
                + ": no new tokens: STS is down. Those in the file serve until "
                + after(30)
                + ", the last of them until "
                + after(12 * 60)
                + "; further failures are not said");
    assertThatThrownBy(() -> keep("PT5H")).hasMessage("no tokens for " + path + ": STS is down");
  }

  /** It is not waited until the first session is due: somebody may need it now. */
  @Test
  void aRoleThatWasLateAndIsRenewedIsDeliveredAtOnce() throws Exception {
    Minting.LateRole late =
        new Minting.LateRole(
            "s3a://b2 -> arn:aws:iam::1:role/x", after(21), "STS hangs", Optional.of(after(30)));
    at(Duration.ofMinutes(20), () -> mint.late(late));
    at(
        Duration.ofMinutes(25),
        () -> {
          mint.late();
          mint.renew();
        });
    keep("PT29M");
    assertThat(mint.asked()).containsExactly(START, after(21), after(25));
    assertThat(said.stream().filter(line -> line.contains("b2")))
        .containsExactly(
            path
                + ": s3a://b2 -> arn:aws:iam::1:role/x, not renewed since "
                + after(21)
                + ": STS hangs. Its session serves until "
                + after(30)
                + "; all others serve until "
                + after(51)
                + " at least",
            path + ": s3a://b2 -> arn:aws:iam::1:role/x is renewed again");
  }

  /** Whoever reads the next token is told the reason by it. */
  @Test
  void theEndOfALateRolesSessionIsToldAndDelivered() throws Exception {
    String role = "s3a://b2 -> arn:aws:iam::1:role/x";
    at(
        Duration.ofMinutes(20),
        () ->
            mint.late(new Minting.LateRole(role, after(21), "STS hangs", Optional.of(after(30)))));
    at(
        Duration.ofMinutes(29),
        () -> mint.late(new Minting.LateRole(role, after(21), "STS hangs", Optional.empty())));
    keep("PT30M10S");
    assertThat(mint.asked()).containsExactly(START, after(21), after(30));
    assertThat(said)
        .last()
        .asString()
        .isEqualTo(path + ": 1 token, whose first session ends at " + after(60));
    assertThat(said)
        .contains(
            path
                + ": without "
                + role
                + ", not renewed since "
                + after(21)
                + ": STS hangs; all others serve until "
                + after(60)
                + " at least");
  }

  @Test
  void anApplicationThatHasEndedEndsItAtOnce() throws Exception {
    String id = "application_1700000000000_0001";
    applications.put(id, id, true);
    keeper.keep(new Until(false, Optional.empty(), Optional.empty(), Optional.of(id)));
    assertThat(mint.asked()).isEmpty();
    assertThat(said).containsExactly(id + " has ended");
    assertThat(applications.isClosed()).isTrue();
  }
}
