package io.rolecall.executor;

import static io.rolecall.testing.FakeClock.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.NewerTokens;
import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.driver.Grants;
import io.rolecall.grant.PlaceOfSet.BucketOfSet;
import io.rolecall.grant.SessionGrant;
import io.rolecall.mailbox.MailboxWriter;
import io.rolecall.mailbox.Mailboxes;
import io.rolecall.renewal.SessionStore;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.testing.FakeClock;
import io.rolecall.testing.FakeScheduler;
import io.rolecall.token.RolecallTokens;
import io.rolecall.token.StoredTokens;
import io.rolecall.token.TokenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many tasks that read one mailbox, in virtual time: how often they ask its file system. {@code
 * it-tests/run simulate} does it for 10,000.
 */
class MailboxScaleTest {

  private static final int TASKS = Integer.getInteger("rolecall.simulate.tasks", 300);
  private static final Duration SESSION = Duration.ofMinutes(30);
  private static final int LETTERS = 5;
  private static final RenewalPolicy POLICY =
      RolecallConfig.ofAll(new Configuration(false)).renewalPolicy();

  private final FakeClock clock = new FakeClock();
  private final FakeScheduler time = new FakeScheduler(clock);
  private final List<RouteCredentials> tasks = new ArrayList<>();
  private final int[] reads = new int[(int) SESSION.toSeconds() * LETTERS];
  @TempDir private Path folder;
  private MailboxWriter mailbox;
  private int letters;

  @BeforeEach
  void makeMailbox() throws IOException {
    mailbox = Mailboxes.writer(folder, "job-1", clock);
  }

  private int second() {
    return (int) Duration.between(START, clock.instant()).toSeconds();
  }

  /** What the n-th letter holds, with sessions of half an hour from now on. */
  private Credentials tokens() throws IOException {
    letters++;
    UserGroupInformation gateway = UserGroupInformation.createRemoteUser("alice");
    SessionGrant grant = Grants.granting(clock.instant(), letters, "s3a://b1");
    Grants.addToken(gateway, "b1", grant);
    Credentials named = new Credentials();
    for (Token<?> token : gateway.getCredentials().getAllTokens()) {
      named.addToken(token.getService(), RolecallTokens.with(token, mailbox.mailbox()));
    }
    return named;
  }

  /** As whoever mints does, a letter when 30 to 40 % are left. */
  private void supply() {
    try {
      mailbox.post(StoredTokens.bytes(tokens()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Instant now = clock.instant();
    Instant due = POLICY.renewAt(now, now.plus(SESSION), 0.5);
    var unused =
        time.schedule(this::supply, Duration.between(now, due).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void start(Credentials tokens) {
    UserGroupInformation container = UserGroupInformation.createRemoteUser("alice");
    container.addCredentials(tokens);
    PulledSessions sessions =
        new PulledSessions(
            new SessionStore(POLICY.downstream(), clock, time, Runnable::run),
            new GrantSource(
                container,
                List.of(),
                NewerTokens.NEVER,
                TokenFiles.mailed(
                    container,
                    Mailboxes.reader(
                        () -> Duration.between(START, clock.instant()).toNanos(),
                        () -> reads[second()]++))),
            POLICY.patience(),
            clock);
    try {
      sessions.accept(requireNonNull(RolecallTokens.find(container, "b1")));
      tasks.add(requireNonNull(sessions.routes(new BucketOfSet("", "b1")).find("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each task signs, each minute, with a session that lives. */
  private void work() {
    tasks.forEach(RouteCredentials::current);
    var unused = time.schedule(this::work, 1, TimeUnit.MINUTES);
  }

  @Test
  void readsAreFewAndSpread() throws IOException {
    Credentials first = tokens();
    supply();
    Random random = new Random(1);
    for (int i = 0; i < TASKS; i++) {
      var unused = time.schedule(() -> start(first), random.nextInt(60_000), TimeUnit.MILLISECONDS);
    }
    work();
    time.advance(SESSION.multipliedBy(LETTERS).minusSeconds(1));
    int most = 0;
    int all = 0;
    for (int inOneSecond : reads) {
      most = Math.max(most, inOneSecond);
      all += inOneSecond;
    }
    String row =
        "%d tasks, one mailbox, sessions of %d min, %d letters: %d reads, at the peak %d in a second%n"
            .formatted(TASKS, SESSION.toMinutes(), letters - 1, all, most);
    String table = System.getProperty("rolecall.simulate.mailbox");
    if (table != null) {
      Files.writeString(Path.of(table), row);
    }
    assertThat(all)
        .as("one for each letter and task: %s", row)
        .isBetween(TASKS * LETTERS, TASKS * letters);
    assertThat(most).as("in a second, of all: %s", row).isLessThanOrEqualTo(TASKS / 10);
  }
}
