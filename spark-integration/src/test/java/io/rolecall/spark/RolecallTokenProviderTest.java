package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.spark.SparkConf;
import org.apache.spark.security.HadoopDelegationTokenProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolecallTokenProviderTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant END = NOW.plusSeconds(900);

  private final Configuration hadoop = new Configuration(false);
  private final SparkConf spark = new SparkConf(false);
  private @Nullable String failure;
  private Optional<Instant> end = Optional.of(END);

  private final RolecallTokenProvider provider =
      new RolecallTokenProvider(
          (conf, renewer, credentials) -> {
            if (failure != null) {
              throw new IOException(failure);
            }
            return end;
          },
          Clock.fixed(NOW, ZoneOffset.UTC));

  private @Nullable Object obtain() {
    scala.Option<Object> next = provider.obtainDelegationTokens(hadoop, spark, new Credentials());
    return next.isEmpty() ? null : next.get();
  }

  @Test
  void sparkFindsIt() {
    assertThat(ServiceLoader.load(HadoopDelegationTokenProvider.class))
        .anySatisfy(
            found -> {
              assertThat(found).isInstanceOf(RolecallTokenProvider.class);
              assertThat(found.serviceName()).isEqualTo("rolecall");
            });
  }

  @Test
  void tokensAreNeededForRolecallsFileSystemAlone() {
    assertThat(provider.delegationTokensRequired(spark, hadoop)).isFalse();
    hadoop.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    assertThat(provider.delegationTokensRequired(spark, hadoop)).isTrue();
  }

  @Test
  void withThePluginTheyAreNeededOnlyIfSomebodyAsksForThem() {
    hadoop.set("fs.s3a.impl", "io.rolecall.s3a.RolecallFileSystem");
    spark.set("spark.plugins", "a.B, io.rolecall.spark.RolecallPlugin");
    assertThat(provider.delegationTokensRequired(spark, hadoop)).isFalse();
    spark.set("spark.security.credentials.rolecall.enabled", "true");
    assertThat(provider.delegationTokensRequired(spark, hadoop)).isTrue();
  }

  @Test
  void tellsSparkWhenTheSessionsEnd() {
    assertThat(obtain()).isEqualTo(END.toEpochMilli());
    end = Optional.empty();
    assertThat(obtain()).isNull();
  }

  @Test
  void theJobDoesNotStartWithoutItsFirstTokens() {
    failure = "s3a://b1: no route";
    assertThatThrownBy(this::obtain)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("s3a://b1: no route");
  }

  @Test
  void laterFailuresAreTriedAgainSoon() {
    obtain();
    failure = "STS does not answer";
    assertThat(obtain()).isEqualTo(NOW.plusSeconds(20).toEpochMilli());
  }
}
