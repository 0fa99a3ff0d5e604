package io.rolecall.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.ProcessRole;
import io.rolecall.config.RolecallConfig;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
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
  void whoMintsAlreadyGoesOnMintingWhenATokenComesBack() {
    try (OwnerSessions driver = OwnerSessions.acquire(alice, config());
        OwnerSessions token = OwnerSessions.acquireWithToken(alice, config())) {
      assertThat(token.sessions()).isSameAs(driver.sessions());
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
