package io.rolecall.bench;

import io.rolecall.renewal.LiveSession;
import io.rolecall.renewal.SessionStore;
import io.rolecall.route.RoleArn;
import io.rolecall.session.RenewalPolicy;
import io.rolecall.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The session that is valid now: a store's, and the SDK's cached credentials of a role. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {

  /** Rolecall's. */
  @State(Scope.Benchmark)
  public static class Live {

    private final Clock clock = Clock.systemUTC();
    private final SessionStore store =
        SessionStore.onSharedThreads(
            new RenewalPolicy(
                0.3, 0, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30)),
            clock,
            live -> {});
    private final LiveSession session =
        store.session("bench", "bench", rejected -> newSession(clock));

    private static Session newSession(Clock clock) {
      return new Session(
          "ASIAEXAMPLE",
          "secret",
          "token",
          RoleArn.parse(BenchWorld.ROLE),
          "bench",
          clock.instant().plus(Duration.ofHours(1)));
    }

    /** Ends the renewals. */
    @TearDown
    public void close() {
      store.close();
    }
  }

  /** The SDK's. */
  @State(Scope.Benchmark)
  public static class Sdk {

    private final StsClient sts = BenchWorld.stsClient();
    private final StsAssumeRoleCredentialsProvider provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(BenchWorld::describeSession)
            .build();

    /** Gets the session that is cached from then on. */
    @Setup
    public void fill() {
      provider.resolveCredentials();
    }

    /** Ends its client. */
    @TearDown
    public void close() {
      provider.close();
      sts.close();
    }
  }

  /** Rolecall's. */
  @Benchmark
  public Session live(Live live) {
    return live.session.current();
  }

  /** The SDK's. */
  @Benchmark
  public AwsCredentials sdk(Sdk sdk) {
    return sdk.provider.resolveCredentials();
  }
}
