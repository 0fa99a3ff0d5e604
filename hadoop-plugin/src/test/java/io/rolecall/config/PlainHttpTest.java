package io.rolecall.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.route.InvalidRouteException;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHttpTest {

  private static final String IN_CLEAR_TEXT =
      ": by plain http, web-identity tokens, SAML assertions and the sessions' secret keys would"
          + " cross the network in clear text; expected https, or a host of this machine. If that"
          + " network is yours alone, name the host in fs.s3a.rolecall.sts.http.hosts";

  private final Configuration conf = new Configuration(false);

  private Object stsEndpoint(String text) {
    conf.set("fs.s3a.assumed.role.sts.endpoint", text);
    return RolecallConfig.ofAll(conf).stsEndpoint().endpoint().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sts.example.com",
        "HTTP://sts.example.com:8080",
        "http://10.0.0.1",
        "http://169.254.169.254",
        "http://0.0.0.0",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@sts.example.com",
        "http://127.1.example.com",
        "http://[::2]",
        "http://[::ffff:10.0.0.1]"
      })
  void refusesAForeignStsByPlainHttp(String text) {
    assertThatThrownBy(() -> stsEndpoint(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.assumed.role.sts.endpoint = '" + text + "'" + IN_CLEAR_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sts.example.com",
        "https://10.0.0.1:8443",
        "http://localhost",
        "http://LOCALHOST:4566",
        "http://127.0.0.1:8080",
        "http://127.12.0.3",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]"
      })
  void acceptsTlsAndThisMachine(String text) {
    assertThat(stsEndpoint(text)).isEqualTo(URI.create(text));
  }

  @Test
  void acceptsHostsThatTheUserNamesAndNoOthers() {
    conf.set("fs.s3a.rolecall.sts.http.hosts", "rgw.lab, 10.0.0.1,[fd00::1]");
    for (String text :
        new String[] {"http://RGW.lab:7480", "http://10.0.0.1", "http://[fd00::1]"}) {
      assertThat(stsEndpoint(text)).isEqualTo(URI.create(text));
    }
    assertThatThrownBy(() -> stsEndpoint("http://other.rgw.lab"))
        .hasMessage("fs.s3a.assumed.role.sts.endpoint = 'http://other.rgw.lab'" + IN_CLEAR_TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "http://rgw.lab", "rgw.lab:7480", "rgw.lab,,x", "*.lab", "fd00::1"})
  void namesAreHostsAlone(String text) {
    conf.set("fs.s3a.rolecall.sts.http.hosts", text);
    assertThatThrownBy(() -> stsEndpoint("http://rgw.lab"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.rolecall.sts.http.hosts = '"
                + text
                + "': expected host,... without scheme, port and wildcards; an IPv6 address in"
                + " brackets");
  }

  @Test
  void refusesOtherSchemes() {
    assertThatThrownBy(() -> stsEndpoint("ftp://127.0.0.1"))
        .hasMessage("fs.s3a.assumed.role.sts.endpoint = 'ftp://127.0.0.1': expected https");
  }

  @Test
  void routesAreHeldToIt() {
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3://b1\", \"role\":"
            + " \"arn:aws:iam::111111111111:role/r\", \"stsEndpoint\": \"http://evil.example\"}]}");
    assertThatThrownBy(() -> RouteBook.of(conf).of("b1", HadoopUser.current()).routes())
        .hasMessage(
            "fs.s3a.rolecall.routes: route of s3://b1: STS endpoint 'http://evil.example'"
                + IN_CLEAR_TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254,      true",
    "http://[fd00:ec2::254],      true",
    "http://127.0.0.1:1338,       true",
    "http://localhost,            true",
    "https://metadata.example,    true",
    "http://metadata.example,     false",
    "http://169.254.169.253,      false",
    "HTTP://10.0.0.1,             false",
  })
  void theMetadataServiceIsOnThisMachine(String text, boolean allowed) {
    if (allowed) {
      assertThatCode(() -> PlainHttp.checkMetadata(URI.create(text), text))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> PlainHttp.checkMetadata(URI.create(text), text))
          .isInstanceOf(InvalidRouteException.class)
          .hasMessage(
              "endpoint '"
                  + text
                  + "': by plain http, this machine's secret keys would cross the network in clear"
                  + " text; expected http://169.254.169.254, http://[fd00:ec2::254], a host of this"
                  + " machine, or https");
    }
  }
}
