package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.session.RenewalPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolecallConfigTest {

  private final Configuration conf = new Configuration(false);

  private RolecallConfig config() {
    return RolecallConfig.of(conf, "b1");
  }

  @Test
  void readsTheRenewalPolicy() {
    conf.set("fs.s3a.rolecall.renewal.lead", "50");
    conf.set("fs.s3a.rolecall.renewal.jitter", "0");
    conf.set("fs.s3a.rolecall.renewal.backoff", "2s");
    conf.set("fs.s3a.rolecall.renewal.backoff.max", "1m");
    conf.set("fs.s3a.rolecall.session.wait", "10m");
    assertThat(config().renewalPolicy())
        .isEqualTo(
            new RenewalPolicy(
                0.5, 0, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "85, 6", "99, 99"})
  void refusesARenewalThatIsAlwaysOrNever(int lead, int jitter) {
    conf.setInt("fs.s3a.rolecall.renewal.lead", lead);
    conf.setInt("fs.s3a.rolecall.renewal.jitter", jitter);
    assertThatThrownBy(() -> config().renewalPolicy())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.renewal.lead = "
                + lead
                + " and fs.s3a.rolecall.renewal.jitter = "
                + jitter
                + ": expected a lead of at least 1, and at most 90 together");
  }

  @Test
  void aBucketsOwnSettingGoesFirst() {
    conf.set("fs.s3a.rolecall.job.id", "job-of-all");
    conf.set("fs.s3a.bucket.b1.rolecall.job.id", "job-of-b1");
    assertThat(config().find(RolecallKeys.JOB_ID)).contains("job-of-b1");
    assertThat(RolecallConfig.of(conf, "b2").find(RolecallKeys.JOB_ID)).contains("job-of-all");
    assertThat(RolecallConfig.ofAll(conf).find(RolecallKeys.JOB_ID)).contains("job-of-all");
    assertThat(config().bucket()).isEqualTo("b1");
  }

  @Test
  void doesNotChangeTheConfigurationItReads() {
    conf.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    RouteBook.of(conf).of("b1", HadoopUser.current()).routes();
    assertThat(conf.get("fs.s3a.assumed.role.arn")).isNull();
  }

  @Test
  void namesTheBucketsThatRoutesName() {
    conf.set("fs.s3a.bucket.from.key.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    conf.set("fs.s3a.bucket.b1.assumed.role.session.name", "no role");
    conf.set(
        "fs.s3a.rolecall.routes",
        ("{'version': 1, 'routes': [{'location': 's3a://z1/x', 'identity': 'base'},"
                + " {'location': 's3a://z1/y', 'identity': 'base'},"
                + " {'location': 's3://a2', 'identity': 'base'}]}")
            .replace('\'', '"'));
    assertThat(RouteBook.of(conf).buckets()).containsExactly("a2", "from.key", "z1");
  }

  @Test
  void readsATrimmedTextOfAnyKey() {
    conf.set("spark.app.id", " app-1 ");
    conf.set("spark.app.name", "  ");
    assertThat(config().text("spark.app.id")).contains("app-1");
    assertThat(config().text("spark.app.name")).isEmpty();
    assertThat(config().text("unknown")).isEmpty();
  }

  @Test
  void readsSecretsFromTheConfiguration() {
    conf.set("fs.s3a.secret.key", " for all ");
    conf.set("fs.s3a.bucket.b1.secret.key", "for b1");
    assertThat(config().secret("fs.s3a.secret.key")).contains("for b1");
    assertThat(RolecallConfig.of(conf, "b2").secret("fs.s3a.secret.key")).contains("for all");
    assertThat(config().secret("fs.s3a.session.token")).isEmpty();
  }

  @Test
  void readsSecretsFromACredentialProviderFirst(@TempDir Path dir) throws IOException {
    conf.set(
        "hadoop.security.credential.provider.path",
        "localjceks://file" + dir.resolve("test.jceks").toUri().getPath());
    conf.set("fs.s3a.secret.key", "in the clear");
    CredentialProvider provider = CredentialProviderFactory.getProviders(conf).get(0);
    provider.createCredentialEntry("fs.s3a.secret.key", "hidden".toCharArray());
    provider.flush();
    assertThat(config().secret("fs.s3a.secret.key")).contains("hidden");
  }

  @Test
  void namesTheCredentialProviderPathThatCannotBeRead() {
    conf.set("hadoop.security.credential.provider.path", "nonsense://x");
    assertThatThrownBy(() -> config().secret("fs.s3a.secret.key"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.secret.key: cannot read hadoop.security.credential.provider.path: Configuration"
                + " problem with provider path.");
  }
}
