package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What executors are told of the driver's site files, and what they believe. */
class DeclarationOnExecutorsTest extends LaunchedApplication {

  @Test
  void anExecutorHasNoStaticKeysAndIsSentTheDrivers() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.access.key", "driver's");
    conf.set("fs.s3a.bucket.data.secret.key", "driver's");
    assertThatCode(() -> declaration(true).admit(conf, "data")).doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration(false).admit(conf, "data"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void anExecutorBuffersWhereItsMachineSays() {
    launched.set("hadoop.tmp.dir", "/machine");
    launched.set("fs.s3a.buffer.dir", "${hadoop.tmp.dir}/s3a");
    Configuration conf = new Configuration(launched);
    conf.set("hadoop.tmp.dir", "/attacker");
    assertThat(declaration(true).settle(conf, "s3a", "data", false).get("fs.s3a.buffer.dir"))
        .isEqualTo("/machine/s3a");
    assertThatThrownBy(() -> declaration(false).settle(conf, "s3a", "data", false))
        .hasMessageStartingWith("s3a://data: fs.s3a.buffer.dir = '${hadoop.tmp.dir}/s3a' ");
  }

  /** So that the launch's value is in force on executors, whatever their own files say. */
  @Test
  void theVariablesOfSiteFilesAreToldToo() {
    launched.set("fs.s3a.endpoint", "https://${store.host}:${store.port}/${env.NOT_SET:-x}");
    launched.set("store.host", "${store.zone}.example");
    launched.set("store.zone", "one");
    launched.set("store.port", "9000");
    launched.set("fs.s3a.buffer.dir", "${hadoop.tmp.dir}/s3a");
    launched.set("hadoop.tmp.dir", "/of/this/machine");
    launched.set("another", "word");
    assertThat(declaration().ofSiteFiles(key -> key.equals("store.port")).keySet())
        .containsExactly(
            "fs.s3a.bucket.data.assumed.role.arn",
            "fs.s3a.buffer.dir",
            "fs.s3a.endpoint",
            "fs.s3a.user.agent.prefix",
            "lake",
            "store.host",
            "store.zone");
  }

  @Test
  void aVariableIsNotChangedOnExecutorsEither() {
    Configuration conf = new Configuration(launched);
    conf.set("lake", "another");
    assertThatThrownBy(() -> declaration(true).settle(conf, "s3a", "data", false))
        .hasMessageContaining(" and another value of its variables. Who signs");
  }

  @Test
  void anExecutorNeedsNoPasswordOfHadoops() {
    Configuration conf = new Configuration(launched);
    conf.set("hadoop.security.group.mapping.ldap.bind.password", "the driver's");
    assertThatCode(() -> declaration(true).admit(conf, "data")).doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration(false).admit(conf, "data"))
        .isInstanceOf(ConfigException.class);
    conf.set("fs.s3a.encryption.key", "without which objects would not be encrypted");
    assertThatThrownBy(() -> declaration(true).admit(conf, "data"))
        .hasMessageStartingWith("s3a://data: fs.s3a.encryption.key = ");
  }

  @Test
  void aBucketsNameMakesNoPassword() {
    launched.set("fs.s3a.bucket.secret-reports.endpoint", "https://reports");
    launched.set("fs.s3a.bucket.secret-reports.secret.key", "s");
    launched.set("fs.s3a.bucket.secret-reports.proxy.password", "p");
    launched.set("fs.s3a.bucket.secret-reports.encryption.key", "e");
    assertThat(declaration().ofSiteFiles(key -> false))
        .containsEntry("fs.s3a.bucket.secret-reports.endpoint", "https://reports")
        .doesNotContainKeys(
            "fs.s3a.bucket.secret-reports.secret.key",
            "fs.s3a.bucket.secret-reports.proxy.password",
            "fs.s3a.bucket.secret-reports.encryption.key");
  }

  @Test
  void whatOnlyAnExecutorsFilesSayIsToldAsSuch() {
    launched.set("fs.s3a.proxy.host", "proxy", "/etc/hadoop/core-site.xml");
    Configuration conf = new Configuration(launched);
    conf.unset("fs.s3a.proxy.host");
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatThrownBy(() -> declaration(true).admit(conf, "data"))
        .hasMessage(
            "s3a://data: fs.s3a.proxy.host is not set, but this executor's own files say 'proxy'"
                + " (/etc/hadoop/core-site.xml). Who signs, and where requests go, is declared by"
                + " whoever starts the application: set spark.hadoop.fs.s3a.proxy.host at launch, or"
                + " take it out of this machine's files");
  }

  @Test
  void theNameOfAKeyOfKmsIsNoPassword() {
    launched.set("fs.s3a.encryption.key", "arn:aws:kms:eu-west-1:111122223333:key/k");
    launched.set("fs.s3a.bucket.data.encryption.key", "alias/lake");
    launched.set(
        "fs.s3a.bucket.own.encryption.key", "bXkgb3duIGtleSBvZiBTU0UtQywgMzIgYnl0ZXMuLi4=");
    assertThat(declaration().ofSiteFiles(key -> false))
        .contains(
            Map.entry("fs.s3a.encryption.key", "arn:aws:kms:eu-west-1:111122223333:key/k"),
            Map.entry("fs.s3a.bucket.data.encryption.key", "alias/lake"))
        .doesNotContainKey("fs.s3a.bucket.own.encryption.key");
  }

  @Test
  void tellsWhatTheSiteFilesDeclareWithoutPasswords() {
    launched.set("fs.s3a.secret.key", "s");
    launched.set("fs.s3a.encryption.key", "e");
    assertThat(declaration().ofSiteFiles(key -> key.equals("fs.s3a.user.agent.prefix")))
        .containsOnly(
            Map.entry("fs.s3a.endpoint", "https://s3.example"),
            Map.entry("fs.s3a.bucket.data.assumed.role.arn", READER));
  }
}
