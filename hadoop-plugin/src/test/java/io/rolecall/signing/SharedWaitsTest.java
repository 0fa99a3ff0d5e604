package io.rolecall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.RolecallConfig;
import io.rolecall.credentials.BaseCredentials;
import io.rolecall.credentials.ClosedRoute;
import io.rolecall.credentials.NoBaseCredentials;
import io.rolecall.credentials.RouteCredentials;
import io.rolecall.identity.BaseIdentity;
import io.rolecall.route.OwnCredentials;
import io.rolecall.route.S3Location;
import io.rolecall.session.Rejection;
import io.rolecall.session.SessionUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

@Timeout(60)
class SharedWaitsTest {

  private final SharedWaits waits = new SharedWaits();

  /** A role without a session: whoever wants one waits until the test says how that ends. */
  private static final class Hanging implements RouteCredentials {

    private final BlockingQueue<Supplier<AwsCredentialsIdentity>> ends =
        new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    void answer(String key) {
      ends.add(() -> AwsBasicCredentials.create(key, "secret"));
    }

    void refuse(String why) {
      ends.add(
          () -> {
            throw new SessionUnavailableException(why, null);
          });
    }

    @Override
    public AwsCredentialsIdentity current() {
      asked.incrementAndGet();
      try {
        return ends.take().get();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public boolean onRejected(String accessKeyId, Rejection rejection) {
      return false;
    }
  }

  @Test
  void whatIsThereIsGivenAtOnce() {
    CompletableFuture<AwsCredentialsIdentity> found =
        waits.current(new TestRoutes.Named("a", new ArrayList<>()));
    assertThat(found).isCompletedWithValueMatching(key -> key.accessKeyId().equals("key-of-a"));
  }

  /** Five requests would hold all the threads that an SDK client has for repeats and time-outs. */
  @Test
  void aRoleThatHangsHoldsNoCallerAndOneThreadForAll() {
    Hanging hanging = new Hanging();
    List<CompletableFuture<AwsCredentialsIdentity>> waiting = new ArrayList<>();
    for (int request = 0; request < 1000; request++) {
      waiting.add(waits.current(hanging));
    }
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    hanging.answer("late");
    for (CompletableFuture<AwsCredentialsIdentity> each : waiting) {
      assertThat(each.join().accessKeyId()).isEqualTo("late");
    }
    assertThat(hanging.asked).hasValue(1);
  }

  @Test
  void oneRoleDoesNotWaitForAnother() {
    Hanging hanging = new Hanging();
    Hanging other = new Hanging();
    CompletableFuture<AwsCredentialsIdentity> waiting = waits.current(hanging);
    CompletableFuture<AwsCredentialsIdentity> next = waits.current(other);
    other.answer("other");
    assertThat(next.join().accessKeyId()).isEqualTo("other");
    assertThat(waiting).isNotDone();
    hanging.answer("late");
    waiting.join();
  }

  @Test
  void whoCameLateWaitsOnceMoreAfterAFailure() {
    Hanging hanging = new Hanging();
    CompletableFuture<AwsCredentialsIdentity> first = waits.current(hanging);
    CompletableFuture<AwsCredentialsIdentity> late = waits.current(hanging);
    hanging.refuse("no role");
    assertThatThrownBy(first::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(new SessionUnavailableException("no role", null));
    hanging.refuse("still no role");
    assertThatThrownBy(late::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(new SessionUnavailableException("still no role", null));
    assertThat(hanging.asked).hasValue(2);
  }

  /** A base identity is refreshed by the instance's metadata service, in the thread that asks. */
  @Test
  void aBaseIdentityThatHangsHoldsNoCallerEither() {
    RolecallConfig config = RolecallConfig.ofAll(new Configuration(false));
    BaseIdentity service =
        BaseIdentity.of(new OwnCredentials.InstanceProfile(Optional.empty()), config);
    assertThat(new BaseCredentials(service).mayWait()).isTrue();
    assertThat(new BaseCredentials(service).isReady()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsRefusedIsRefusedWithoutAThread(boolean closed) {
    RouteCredentials refused =
        closed
            ? new ClosedRoute("for others")
            : new NoBaseCredentials(S3Location.parse("s3a://data"));
    assertThat(waits.current(refused)).isCompletedExceptionally();
  }

  @Test
  void whereNoThreadCanBeHadTheNextRequestTriesAgain() {
    AtomicInteger made = new AtomicInteger();
    SharedWaits few =
        new SharedWaits(
            work -> {
              if (made.getAndIncrement() == 0) {
                throw new IllegalThreadStateException("no more threads");
              }
              return new Thread(work);
            });
    Hanging hanging = new Hanging();
    assertThatThrownBy(few.current(hanging)::join)
        .hasCause(new IllegalThreadStateException("no more threads"));
    hanging.answer("second");
    assertThat(few.current(hanging).join().accessKeyId()).isEqualTo("second");
  }

  @Test
  void aWaitThatEndedIsForgotten() {
    Hanging hanging = new Hanging();
    CompletableFuture<AwsCredentialsIdentity> first = waits.current(hanging);
    hanging.answer("first");
    assertThat(first.join().accessKeyId()).isEqualTo("first");
    CompletableFuture<AwsCredentialsIdentity> second = waits.current(hanging);
    hanging.answer("second");
    assertThat(second.join().accessKeyId()).isEqualTo("second");
  }
}
