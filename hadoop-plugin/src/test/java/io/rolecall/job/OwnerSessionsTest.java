package io.rolecall.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.JobSessions;
import io.rolecall.driver.MintedSessions;
import io.rolecall.executor.PulledSessions;
import io.rolecall.executor.SessionChannel;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.routes.RoutedBucket;
import io.rolecall.session.SessionUnavailableException;
import io.rolecall.testing.FakeSts;
import io.rolecall.testing.Samples;
import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerSessionsTest {

  private final Configuration conf = new Configuration(false);
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");

  private RolecallConfig config() {
    return RolecallConfig.ofAll(conf);
  }

  @Test
  void fileSystemsOfOneOwnerShareThem() {
    try (OwnerSessions one = OwnerSessions.acquire(alice, config());
        OwnerSessions two = OwnerSessions.acquire(alice, config())) {
      assertThat(two.sessions()).isSameAs(one.sessions()).isInstanceOf(MintedSessions.class);
    }
  }

  @Test
  void usersNeverShareThemThoughTheyHaveOneName() {
    UserGroupInformation otherAlice = UserGroupInformation.createRemoteUser("alice");
    try (OwnerSessions one = OwnerSessions.acquire(alice, config());
        OwnerSessions two = OwnerSessions.acquire(otherAlice, config())) {
      assertThat(two.sessions()).isNotSameAs(one.sessions());
    }
  }

  @Test
  void jobsDoNotShareThem() {
    try (OwnerSessions one = OwnerSessions.acquire(alice, config())) {
      conf.set("fs.s3a.rolecall.job.id", "run-7");
      try (OwnerSessions two = OwnerSessions.acquire(alice, config())) {
        assertThat(two.sessions()).isNotSameAs(one.sessions());
      }
    }
  }

  /** A channel that knows what this process is. */
  private record Known(boolean isOpen, boolean isDriver) implements SessionChannel {
    @Override
    public byte[] ask(byte[] request) {
      throw new AssertionError("asked");
    }
  }

  @ParameterizedTest(name = "{0}, named {1}, executor by channel {2}, driver by channel {3}")
  @CsvSource({
    "DRIVER,   false, false, false, false",
    // A driver in a wrapper inside a container, once its Spark runs.
    "EXECUTOR, false, false, true,  false",
    "EXECUTOR, false, false, false, true",
    "EXECUTOR, true,  false, true,  true",
    "DRIVER,   false, true,  false, true",
    "DRIVER,   false, false, true,  false",
  })
  void aChannelKnowsBetterThanTheLooksOfAProcess(
      ProcessRole role, boolean named, boolean open, boolean driver, boolean executor) {
    assertThat(OwnerSessions.isExecutor(role, named, List.of(new Known(open, driver))))
        .isEqualTo(executor);
  }

  @Test
  void anExecutorPullsThemAndSoDoesWhoHasAToken() {
    try (OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
      assertThat(token.sessions()).isInstanceOf(PulledSessions.class);
      conf.set("fs.s3a.rolecall.process", "executor");
      try (OwnerSessions executor = OwnerSessions.acquire(alice, config())) {
        assertThat(executor.sessions()).isSameAs(token.sessions());
      }
    }
  }

  @Test
  void whoMintsAlreadyGoesOnMintingWhenATokenComesBack() throws IOException {
    try (FakeSts sts = new FakeSts()) {
      sts.reach(conf);
      conf.set("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
      try (OwnerSessions driver = OwnerSessions.acquire(alice, config())) {
        use(driver);
        try (OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
          assertThat(token.sessions()).isSameAs(driver.sessions());
        }
      }
    }
  }

  private void use(OwnerSessions driver) throws IOException {
    RoutedBucket bucket = RouteBook.of(conf).of("b1", HadoopUser.of(alice));
    requireNonNull(driver.sessions().routes(bucket).whole()).current();
  }

  @Test
  void whoHasNotMintedYetIsCarriedByItsToken() {
    try (OwnerSessions driver = OwnerSessions.acquire(alice, config());
        OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
      assertThat(driver.sessions()).isInstanceOf(MintedSessions.class);
      assertThat(token.sessions()).isInstanceOf(PulledSessions.class);
    }
  }

  @Test
  void whoCannotMintIsCarriedByItsToken() {
    try (FakeSts sts = new FakeSts()) {
      sts.reach(conf);
      sts.failNext(403, "AccessDenied", "no");
      conf.set("fs.s3a.bucket.b1.assumed.role.arn", Samples.ROLE.toString());
      try (OwnerSessions driver = OwnerSessions.acquire(alice, config())) {
        assertThatThrownBy(() -> use(driver)).isInstanceOf(SessionUnavailableException.class);
        try (OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
          assertThat(token.sessions()).isInstanceOf(PulledSessions.class);
        }
      }
    }
  }

  /** Whatever it reads: here, the services of a class loader that does not answer. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theStartOfOneUsersSessionsHoldsNobodyElse() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Thread slow =
        new Thread(() -> OwnerSessions.acquireWithToken(alice, config()).close(), "slow start");
    slow.setContextClassLoader(
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            reading.countDown();
            try {
              answer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return super.getResources(name);
          }
        });
    slow.start();
    reading.await();
    UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
    try (OwnerSessions other = OwnerSessions.acquireWithToken(bob, config())) {
      assertThat(other.sessions()).isInstanceOf(PulledSessions.class);
    } finally {
      answer.countDown();
      slow.join();
    }
  }

  @Test
  void aStartThatFailsIsTriedAgain() {
    conf.set("fs.s3a.rolecall.renewal.lead", "0");
    assertThatThrownBy(() -> OwnerSessions.acquire(alice, config()))
        .isInstanceOf(ConfigException.class);
    conf.unset("fs.s3a.rolecall.renewal.lead");
    try (OwnerSessions again = OwnerSessions.acquire(alice, config())) {
      assertThat(again.sessions()).isInstanceOf(MintedSessions.class);
    }
  }

  @Test
  void whoIsNamedADriverMintsThoughItHasAToken() {
    conf.set("fs.s3a.rolecall.process", "driver");
    try (OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
      assertThat(token.sessions()).isInstanceOf(MintedSessions.class);
    }
  }

  @Test
  void theyEndWithTheLastShare() {
    OwnerSessions one = OwnerSessions.acquire(alice, config());
    JobSessions first = one.sessions();
    OwnerSessions two = OwnerSessions.acquire(alice, config());
    one.close();
    one.close();
    try (OwnerSessions three = OwnerSessions.acquire(alice, config())) {
      assertThat(three.sessions()).isSameAs(first);
    }
    two.close();
    try (OwnerSessions four = OwnerSessions.acquire(alice, config())) {
      assertThat(four.sessions()).isNotSameAs(first);
    }
  }
}
