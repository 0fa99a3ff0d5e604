package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which file systems end as soon as they are opened. */
class OpenedTest {

  /** Has a file of routes that is not here: an executor's, whose driver alone reads it. */
  private static final class OneFileSystem implements OfLaunch {
    private final Configuration conf = new Configuration();
    private boolean ended;

    OneFileSystem() {
      conf.set("fs.s3a.rolecall.routes.file", "/on/the/driver/alone/routes.json");
    }

    @Override
    public String declaredBucket() {
      return "data";
    }

    @Override
    public void endWithLaunch() {
      ended = true;
    }

    @Override
    public void setConf(Configuration conf) {}

    @Override
    public Configuration getConf() {
      return conf;
    }
  }

  private final OneFileSystem opened = new OneFileSystem();

  @BeforeEach
  void startAsAGateway() {
    System.setProperty(Declarations.PROPERTY, "site");
  }

  @AfterEach
  void endIt() {
    Declarations.closed(opened);
    System.clearProperty(Declarations.PROPERTY);
  }

  @Test
  void noneOfTheLaunchInForceWhoseRoutesNeedNotBeReadableHere() {
    Declarations.opened(opened, Declarations.current());
    assertThat(opened.ended).isFalse();
  }

  @Test
  void oneThatAnotherLaunchWouldNotHaveGiven() {
    Declaration before =
        Declaration.of(new Launch(this, () -> new Configuration(opened.conf), Map.of(), "", false));
    Declarations.opened(opened, Optional.of(before));
    assertThat(opened.ended).isTrue();
  }
}
