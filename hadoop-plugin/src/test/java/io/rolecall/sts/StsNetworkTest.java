package io.rolecall.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.config.RolecallConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** S3A's keys of a proxy and of headers, read as S3A reads them for its own STS client. */
class StsNetworkTest {

  @TempDir private Path folder;

  /** Settings as {@code key=value; key=value}, without {@code fs.s3a.}. */
  private static Configuration conf(String settings) {
    Configuration conf = new Configuration();
    for (String setting : settings.split(" ")) {
      int equals = setting.indexOf('=');
      conf.set("fs.s3a." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return conf;
  }

  private static StsNetwork read(Configuration conf) {
    return StsNetwork.of(RolecallConfig.of(conf, "b1"));
  }

  private static Map<String, String> told(ProxyConfiguration proxy) {
    Map<String, String> told = new TreeMap<>();
    told.put("scheme", String.valueOf(proxy.scheme()));
    told.put("host", String.valueOf(proxy.host()));
    told.put("port", String.valueOf(proxy.port()));
    told.put("username", String.valueOf(proxy.username()));
    told.put("password", String.valueOf(proxy.password()));
    told.put("domain", String.valueOf(proxy.ntlmDomain()));
    told.put("workstation", String.valueOf(proxy.ntlmWorkstation()));
    return told;
  }

  private static void isAsS3AReadsIt(Configuration conf) throws IOException {
    ProxyConfiguration s3a =
        AWSClientConfig.createProxyConfiguration(S3AUtils.propagateBucketOptions(conf, "b1"), "b1");
    assertThat(told(read(conf).proxyConfiguration())).isEqualTo(told(s3a));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.host=p.example proxy.port=8080",
        "proxy.host=p.example",
        "proxy.host=p.example proxy.ssl.enabled=true",
        "proxy.host=p.example proxy.port=3128 proxy.ssl.enabled=true",
        "proxy.host=p.example proxy.port=0 proxy.ssl.enabled=false",
        "proxy.host=p.example proxy.port=1 proxy.username=me proxy.password=secret",
        "proxy.host=p.example proxy.username=me proxy.password=s proxy.domain=d"
            + " proxy.workstation=w",
        "proxy.host= proxy.username=me",
        "proxy.port=-1",
        "proxy.ssl.enabled=true",
        "proxy.host=p.example bucket.b1.proxy.host=own.example bucket.b1.proxy.port=7",
        "proxy.host=p.example proxy.username=me proxy.password=s bucket.b1.proxy.password=own",
        "proxy.host=p.example bucket.b2.proxy.host=other.example",
        "proxy.host=p.example bucket.b1.proxy.host=",
      })
  void takesTheProxyAsS3ADoes(String settings) throws IOException {
    isAsS3AReadsIt(conf(settings));
  }

  @Test
  void takesTheLoginFromACredentialProvider() throws IOException {
    Configuration conf = conf("proxy.host=p.example proxy.port=8080");
    conf.set(
        "hadoop.security.credential.provider.path",
        "localjceks://file" + folder.resolve("secrets.jceks"));
    CredentialProvider store = CredentialProviderFactory.getProviders(conf).get(0);
    store.createCredentialEntry("fs.s3a.bucket.b1.proxy.username", "me".toCharArray());
    store.createCredentialEntry("fs.s3a.proxy.password", "kept".toCharArray());
    store.flush();
    isAsS3AReadsIt(conf);
    assertThat(read(conf).proxyConfiguration().password()).isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "proxy.port=8080 | fs.s3a.proxy.port = '8080' without fs.s3a.proxy.host: set both, or neither",
        "proxy.host=h proxy.port=http | fs.s3a.proxy.port = 'http': expected a port",
        "proxy.host=h proxy.username=me | fs.s3a.proxy.username is set but fs.s3a.proxy.password is"
            + " not: set both, or neither for a proxy that asks for no login",
        "proxy.host=h proxy.password=s | fs.s3a.proxy.password is set but fs.s3a.proxy.username is"
            + " not: set both, or neither for a proxy that asks for no login",
      })
  void refusesWhatContradictsItself(String settings, String message) {
    assertThatThrownBy(() -> read(conf(settings)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAHostThatIsNone() {
    Configuration conf = conf("proxy.port=1");
    conf.set("fs.s3a.proxy.host", "http://h");
    assertThatThrownBy(() -> read(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.proxy.host = 'http://h': expected the name or the address of a host");
  }

  @Test
  void callsItselfWhatS3ADoes() {
    String hadoop = "Hadoop " + VersionInfo.getVersion();
    assertThat(read(new Configuration()).userAgentPrefix()).isEqualTo(hadoop);
    assertThat(read(conf("user.agent.prefix=mine")).userAgentPrefix()).isEqualTo("mine, " + hadoop);
  }

  @Test
  void takesHeadersAsS3ADoes() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.client.sts.custom.headers", "X-Tenant=a;b , X-Other = c, X-None=");
    assertThat(read(conf).headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("X-Tenant", List.of("a", "b"), "X-Other", List.of("c")));
    conf.set("fs.s3a.client.sts.custom.headers", "=x");
    assertThatThrownBy(() -> read(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.client.sts.custom.headers: expected name=value;value,name=value");
  }

  @Test
  void itsTextTellsNoSecret() {
    Configuration conf =
        conf("proxy.host=p.example proxy.port=1 proxy.username=me proxy.password=s3cr3t");
    conf.set("fs.s3a.client.sts.custom.headers", "X-Api-Key=s3cr3t");
    assertThat(read(conf)).hasToString("by the proxy http://p.example:1, with [X-Api-Key]");
    assertThat(read(conf).proxy().orElseThrow().toString()).doesNotContain("s3cr3t");
  }
}
