package io.rolecall.handoff;

import static io.rolecall.testing.FakeClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.session.Session;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCacheTest {

  private static final String KEY = "0f".repeat(32);

  @TempDir Path home;

  private final FakeClock clock = new FakeClock();
  private Path folder = Path.of("");
  private SessionCache cache = new SessionCache(folder, clock);

  @BeforeEach
  void makeCache() {
    folder = home.resolve("cache").resolve("rolecall");
    cache = new SessionCache(folder, clock);
  }

  private static Session session(Duration lifetime) {
    return Samples.session(1, START.plus(lifetime));
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((one, two) -> home).orElseThrow();
    }
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertThat(cache.find(KEY, 30)).isNull();
    assertThat(folder).doesNotExist();
  }

  @Test
  void givesBackWhatItKeeps() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    assertThat(cache.find(KEY, 30))
        .isEqualTo(
            new SessionCache.Cached(
                session(Duration.ofHours(1)), START, START.plusSeconds(42 * 60), false));
    assertThat(cache.find("00".repeat(32), 30)).isNull();
  }

  @Test
  void isTheUsersAlone() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aLaterSessionReplacesTheEarlier() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    cache.put(KEY, Samples.session(2, START.plusSeconds(7200)), 30);
    assertThat(cache.find(KEY, 30))
        .extracting(cached -> cached.session().accessKeyId())
        .isEqualTo("key-2");
    assertThat(file()).isNotEqualTo(home);
  }

  @Test
  void renewalIsDueWhenTheConfiguredLeadIsReached() throws IOException {
    cache.put(KEY, session(Duration.ofHours(10)), 30);
    clock.advance(Duration.ofHours(7).minusSeconds(1));
    assertThat(cache.find(KEY, 30)).extracting(SessionCache.Cached::renewalDue).isEqualTo(false);
    clock.advance(Duration.ofSeconds(2));
    assertThat(cache.find(KEY, 30)).extracting(SessionCache.Cached::renewalDue).isEqualTo(true);
  }

  @Test
  void renewalIsDueBeforeTheAwsCliWouldAskAgain() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    clock.advance(Duration.ofMinutes(45).plusSeconds(1));
    assertThat(cache.find(KEY, 10)).extracting(SessionCache.Cached::renewalDue).isEqualTo(true);
  }

  @Test
  void ofAShortSessionHalfIsUsed() throws IOException {
    cache.put(KEY, session(Duration.ofMinutes(15)), 30);
    clock.advance(Duration.ofMinutes(7));
    assertThat(cache.find(KEY, 30)).extracting(SessionCache.Cached::renewalDue).isEqualTo(false);
    clock.advance(Duration.ofMinutes(1));
    assertThat(cache.find(KEY, 30)).extracting(SessionCache.Cached::renewalDue).isEqualTo(true);
  }

  @Test
  void anEndedSessionIsNotGiven() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    clock.advance(Duration.ofHours(1));
    assertThat(cache.find(KEY, 30)).isNull();
  }

  @Test
  void whatCannotBeReadIsForgotten() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    for (String broken : new String[] {"", "{", "null", "{}", "{\"version\":9}", "[1]"}) {
      Files.writeString(file(), broken);
      assertThat(cache.find(KEY, 30)).describedAs(broken).isNull();
    }
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    permit(file(), "rw-r-----");
    assertThatThrownBy(() -> cache.find(KEY, 30))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the session cache "
                + file()
                + " is refused: others may use it (rw-r-----, expected rw-------). Somebody may have"
                + " read or changed it: delete it");
  }

  @Test
  void aFolderThatOthersMayWriteIsRefused() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    permit(folder, "rwxrwxrwx");
    String message =
        "the session cache "
            + folder
            + " is refused: others may use it (rwxrwxrwx, expected rwx------). Somebody may have read"
            + " or changed it: delete it";
    assertThatThrownBy(() -> cache.find(KEY, 30))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> cache.put(KEY, session(Duration.ofHours(1)), 30))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void aLinkIsRefused() throws IOException {
    cache.put(KEY, session(Duration.ofHours(1)), 30);
    Path file = file();
    Path elsewhere = Files.move(file, home.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    assertThatThrownBy(() -> cache.find(KEY, 30))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the session cache "
                + file
                + " is refused: it is not a file. Somebody may have read or changed it: delete it");
  }
}
