package io.rolecall.spark;

import io.rolecall.delegation.JobTokens;
import io.rolecall.spark.channel.SparkSessionChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.security.HadoopDelegationTokenProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Collects tokens where Spark collects tokens: with Kerberos, on YARN and Kubernetes. Spark calls
 * it at submission and, if it has a keytab or a ticket cache, again when three quarters of the
 * sessions' life have passed; executors find the new tokens and need no plugin. Spark finds it as a
 * service.
 *
 * <p>With {@link RolecallPlugin}, executors ask the driver instead, and tokens are collected only
 * if {@code spark.security.credentials.rolecall.enabled} is set to {@code true}.
 *
 * @see <a href="https://spark.apache.org/docs/latest/security.html#kerberos">Spark's security
 *     page</a>
 */
public final class RolecallTokenProvider implements HadoopDelegationTokenProvider {

  private static final Logger LOG = LoggerFactory.getLogger(RolecallTokenProvider.class);

  private static final String SERVICE = "rolecall";
  private static final String ENABLED = "spark.security.credentials." + SERVICE + ".enabled";
  private static final String FILE_SYSTEM = "io.rolecall.s3a.RolecallFileSystem";

  /** Spark itself would wait for an hour after a failure, which no session outlives. */
  private static final Duration RETRY = Duration.ofSeconds(20);

  private final TokenSource tokens;
  private final Clock clock;
  private boolean collected;

  /** Where the tokens come from. */
  interface TokenSource {
    Optional<Instant> collect(Configuration conf, String renewer, Credentials credentials)
        throws IOException;
  }

  /** For Spark. */
  public RolecallTokenProvider() {
    this(JobTokens::collect, Clock.systemUTC());
  }

  RolecallTokenProvider(TokenSource tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public String serviceName() {
    return SERVICE;
  }

  @Override
  public boolean delegationTokensRequired(SparkConf sparkConf, Configuration hadoopConf) {
    return FILE_SYSTEM.equals(hadoopConf.get("fs.s3a.impl"))
        && (!SparkSessionChannel.isPluginOf(sparkConf) || sparkConf.getBoolean(ENABLED, false));
  }

  /**
   * Adds new tokens.
   *
   * @return when Spark must have newer ones, in milliseconds since 1970; none if there is no token
   * @throws UncheckedIOException if the first tokens cannot be had: the job would fail for want of
   *     them. Later failures are logged, and Spark is told to come back soon
   */
  @Override
  public synchronized Option<Object> obtainDelegationTokens(
      Configuration hadoopConf, SparkConf sparkConf, Credentials creds) {
    try {
      Optional<Instant> end =
          tokens.collect(
              hadoopConf, UserGroupInformation.getCurrentUser().getShortUserName(), creds);
      collected = true;
      return end.isPresent() ? Option.apply(end.get().toEpochMilli()) : Option.empty();
    } catch (IOException e) {
      if (!collected) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
      LOG.warn(
          "no new tokens for the executors, who go on with those they have; asking again in {} s:"
              + " {}",
          RETRY.toSeconds(),
          e.getMessage());
      return Option.apply(clock.instant().plus(RETRY).toEpochMilli());
    }
  }
}
