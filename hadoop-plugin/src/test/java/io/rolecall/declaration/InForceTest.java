package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.routes.HadoopUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which declaration is in force, and which file systems end with the one before. */
class InForceTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::111122223333:role/writer";

  private final AtomicReference<@Nullable Launch> launched = new AtomicReference<>();
  private final InForce inForce = new InForce(() -> Optional.ofNullable(launched.get()));
  private final HadoopUser user = HadoopUser.current();

  /** As Hadoop keeps it. Notes what happens to it, and what was in force then. */
  private class Kept implements OfLaunch {
    private final Configuration conf;
    final List<String> diary = new ArrayList<>();

    Kept(Configuration conf) {
      this.conf = conf;
    }

    @Override
    public String declaredBucket() {
      return "data";
    }

    @Override
    public void endWithLaunch() {
      diary.add("ended");
    }

    @Override
    public void close() {
      diary.add("closed");
      inForce.closed(this);
    }

    @Override
    public void setConf(Configuration conf) {}

    @Override
    public Configuration getConf() {
      return conf;
    }
  }

  private static Configuration conf(String role) {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.bucket.data.assumed.role.arn", role);
    return conf;
  }

  private static Launch launch(Supplier<Configuration> read) {
    return new Launch(new Object(), read, Map.of(), "", false);
  }

  private static Launch launch(String role) {
    return launch(() -> conf(role));
  }

  private Kept open(String role) {
    Optional<Declaration> under = inForce.current();
    Kept kept = new Kept(conf(role));
    inForce.opened(kept, user, under);
    return kept;
  }

  @Test
  void nothingIsDeclaredWhereNothingWasLaunched() {
    assertThat(inForce.current()).isEmpty();
    assertThat(open(READER).diary).isEmpty();
  }

  @Test
  void aLaunchIsReadOnce() {
    launched.set(launch(READER));
    assertThat(inForce.current()).isEqualTo(inForce.current());
  }

  @Test
  void whatTheNextLaunchWouldNotHaveGivenEnds() {
    launched.set(launch(READER));
    Kept kept = open(READER);
    launched.set(launch(WRITER));
    var unused = inForce.current();
    assertThat(kept.diary).containsExactly("ended", "closed");
  }

  @Test
  void whatItWouldHaveGivenGoesOn() {
    launched.set(launch(READER));
    Kept kept = open(READER);
    launched.set(launch(READER));
    var unused = inForce.current();
    assertThat(kept.diary).isEmpty();
  }

  @Test
  void whatWasClosedIsForgotten() {
    launched.set(launch(READER));
    Kept kept = open(READER);
    kept.close();
    launched.set(launch(WRITER));
    var unused = inForce.current();
    assertThat(kept.diary).containsExactly("closed");
  }

  @Test
  void noFileSystemServesTheNextLaunchBeforeItEnds() {
    launched.set(launch(READER));
    List<String> seen = new ArrayList<>();
    Kept kept =
        new Kept(conf(READER)) {
          @Override
          public void close() {
            // Whoever asks now is of the new launch, and finds this one ended.
            seen.add(inForce.current().orElseThrow().sets().get(0).conf().get(KEY) + diary);
            super.close();
          }
        };
    inForce.opened(kept, user, inForce.current());
    launched.set(launch(WRITER));
    var unused = inForce.current();
    assertThat(seen).containsExactly(WRITER + "[ended]");
  }

  @Test
  void aThreadThatWasHeldUpBringsBackNothing() {
    List<Kept> ofTheNext = new ArrayList<>();
    launched.set(
        launch(
            () -> {
              // While it is read, the next application starts and opens a file system.
              launched.set(launch(WRITER));
              ofTheNext.add(open(WRITER));
              return conf(READER);
            }));
    Declaration late = inForce.current().orElseThrow();
    assertThat(late.sets().get(0).conf().get(KEY))
        .as("what the thread asked for")
        .isEqualTo(READER);
    assertThat(inForce.current().orElseThrow().sets().get(0).conf().get(KEY)).isEqualTo(WRITER);
    assertThat(ofTheNext.get(0).diary).isEmpty();
  }

  @Test
  void whatWasOpenedForTheLaunchBeforeWhileTheNextStartedEnds() {
    launched.set(launch(READER));
    Optional<Declaration> under = inForce.current();
    launched.set(launch(WRITER));
    Kept kept = new Kept(conf(READER));
    inForce.opened(kept, user, under);
    assertThat(kept.diary).startsWith("ended", "closed");
  }

  /** An executor's driver alone reads the routes. */
  @Test
  void routesNeedNotBeReadableWhereNoOtherLaunchCame() {
    Supplier<Configuration> read =
        () -> {
          Configuration conf = new Configuration(false);
          conf.set("fs.s3a.rolecall.routes.file", "/on/the/driver/alone/routes.json");
          return conf;
        };
    launched.set(launch(read));
    Kept kept = new Kept(read.get());
    inForce.opened(kept, user, inForce.current());
    assertThat(kept.diary).isEmpty();
  }

  private static final String KEY = "fs.s3a.bucket.data.assumed.role.arn";
}
