package io.rolecall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.config.RolecallConfig;
import io.rolecall.route.OwnCredentials.StaticKeys;
import io.rolecall.testing.Concurrently;
import io.rolecall.testing.Concurrently.Running;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BaseIdentitiesTest {

  private final StaticKeys source = new StaticKeys("AKIAEXAMPLE", "");

  /** A configuration whose credential store does not answer before the latch opens. */
  private static final class SlowStore extends Configuration {
    private final CountDownLatch asked;
    private final CountDownLatch answers;

    SlowStore(Configuration conf, CountDownLatch asked, CountDownLatch answers) {
      super(conf);
      this.asked = asked;
      this.answers = answers;
    }

    @Override
    public char[] getPassword(String name) throws java.io.IOException {
      asked.countDown();
      Concurrently.await(answers);
      return super.getPassword(name);
    }
  }

  @Test
  void nobodyWaitsForAnothersCredentialStore() throws Exception {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.access.key", "AKIAEXAMPLE");
    conf.set("fs.s3a.secret.key", "secret");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    try (BaseIdentities identities = new BaseIdentities()) {
      Running<BaseIdentity> slow =
          Concurrently.start(
              () ->
                  identities.of(source, RolecallConfig.ofAll(new SlowStore(conf, asked, answers))));
      Concurrently.await(asked);
      BaseIdentity quick = identities.of(source, RolecallConfig.ofAll(conf));
      answers.countDown();
      assertThat(slow.value()).as("one identity per source").isSameAs(quick);
    }
  }
}
