package io.rolecall.s3a;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.Wiring;
import io.rolecall.delegation.RolecallTokenBinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3AWiringTest {

  private static final String SIGNER = "io.rolecall.s3a.RoutingSigner";
  private static final String FACTORY = "io.rolecall.s3a.RoutingClientFactory";
  private static final String BINDING = "io.rolecall.delegation.RolecallTokenBinding";

  private static Configuration wired(Configuration conf) {
    S3AWiring.apply(conf, "b1");
    return conf;
  }

  /** The declaration stands below these classes, and has their names. */
  @Test
  void whatIsWiredAreClassesOfOurs() {
    assertThat(
            Stream.of(RoutingSigner.class, RoutingClientFactory.class, RolecallTokenBinding.class))
        .extracting(Class::getName)
        .containsExactly(SIGNER, FACTORY, BINDING);
  }

  private static void assertWired(Configuration conf) {
    assertThat(wired(conf).getPropsWithPrefix("fs.s3a."))
        .containsAllEntriesOf(
            Map.of(
                "http.signer.enabled", "true",
                "http.signer.class", SIGNER,
                "s3.client.factory.impl", FACTORY,
                "delegation.token.binding", BINDING));
  }

  @Test
  void setsWhatItStandsOn() {
    assertWired(new Configuration(false));
  }

  @Test
  void goesOverHadoopsDefaults() {
    assertWired(new Configuration());
  }

  @Test
  void goesOverDefaultsThatCameInAJobFile() throws IOException {
    Configuration conf = new Configuration();
    String signer =
        "<configuration><property><name>fs.s3a.http.signer.class</name><value>vendor.Signer</value>"
            + "</property></configuration>";
    conf.addResource(new ByteArrayInputStream(signer.getBytes(UTF_8)), "vendor-default.xml");
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    conf.writeXml(xml);
    Configuration job = new Configuration(false);
    job.addResource(new ByteArrayInputStream(xml.toByteArray()), "job.xml");
    assertThat(job.get("fs.s3a.http.signer.class")).isEqualTo("vendor.Signer");
    assertWired(job);
  }

  @Test
  void goesOverDefaultsThatWereCopiedByValue() {
    Configuration copy = new Configuration(false);
    new Configuration().forEach(entry -> copy.set(entry.getKey(), entry.getValue()));
    assertWired(copy);
  }

  @Test
  void isWiredAgainWithoutComplaint() {
    assertWired(wired(new Configuration()));
  }

  @ParameterizedTest
  @CsvSource({
    "http.signer.class,        com.example.Signer,   " + SIGNER,
    "s3.client.factory.impl,   com.example.Factory,  " + FACTORY,
    "delegation.token.binding, com.example.Binding,  " + BINDING,
    "http.signer.enabled,      maybe,                true",
  })
  void refusesAnotherSettingOfIt(String key, String value, String needed) {
    for (String full : new String[] {"fs.s3a." + key, "fs.s3a.bucket.b1." + key}) {
      Configuration conf = new Configuration();
      conf.set(full, value);
      assertThatThrownBy(() -> wired(conf))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              full
                  + " = '"
                  + value
                  + "': Rolecall needs '"
                  + needed
                  + "' here and sets it by itself, because requests would be signed without their"
                  + " route otherwise. Remove the key");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http.signer.enabled,      ''",
    "http.signer.enabled,      false",
    "http.signer.enabled,      False",
    "http.signer.class,        ''",
    "s3.client.factory.impl,   ''",
    "s3.client.factory.impl,   org.apache.hadoop.fs.s3a.DefaultS3ClientFactory",
    "delegation.token.binding, ''",
    "delegation.token.binding, ' '",
    "signing-algorithm,        ''",
    "s3.signing-algorithm,     ''",
    "sts.signing-algorithm,    ''",
  })
  void whatIsAsHadoopHasItIsNobodysChoice(String key, String value) {
    for (String full : new String[] {"fs.s3a." + key, "fs.s3a.bucket.b1." + key}) {
      Configuration conf = new Configuration();
      conf.set(full, value);
      assertWired(conf);
      // As S3A reads it when it starts, also after the site files were read again.
      conf.reloadConfiguration();
      assertWired(S3AUtils.propagateBucketOptions(conf, "b1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", ""})
  void leavesTheChoiceOfAClassLoaderToS3A(String value) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.classloader.isolation", value);
    assertWired(conf);
    assertThat(conf.get("fs.s3a.classloader.isolation")).isEqualTo(value);
  }

  @Test
  void refusesAnotherSigningAlgorithmOfSts() {
    for (String full :
        new String[] {"fs.s3a.sts.signing-algorithm", "fs.s3a.bucket.b1.sts.signing-algorithm"}) {
      Configuration conf = new Configuration();
      conf.set(full, "MySigner");
      assertThatThrownBy(() -> wired(conf))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              full
                  + " = 'MySigner': Rolecall needs it unset, because requests would be signed"
                  + " without their route otherwise. Remove the key");
    }
  }

  @ParameterizedTest
  @CsvSource({"signing-algorithm", "s3.signing-algorithm"})
  void refusesAnotherSigningAlgorithm(String key) {
    for (String full : new String[] {"fs.s3a." + key, "fs.s3a.bucket.b1." + key}) {
      Configuration conf = new Configuration();
      conf.set(full, "S3SignerType");
      assertThatThrownBy(() -> wired(conf))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              full
                  + " = 'S3SignerType': Rolecall needs it unset, because requests would be signed"
                  + " without their route otherwise. Remove the key");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.encryption.algorithm",
        "fs.s3a.bucket.b1.encryption.algorithm",
        "fs.s3a.bucket.b1.server-side-encryption-algorithm",
      })
  void refusesClientSideEncryption(String key) {
    Configuration conf = new Configuration();
    conf.set(key, "CSE-KMS");
    assertThatThrownBy(() -> wired(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            key
                + " = 'CSE-KMS' for s3a://b1: client-side encryption makes clients of its own, which"
                + " neither pick a route nor survive the end of a session. Use SSE-KMS or DSSE-KMS"
                + " with Rolecall, or plain S3A for this bucket");
  }

  @Test
  void takesServerSideEncryption() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.encryption.algorithm", "SSE-KMS");
    assertWired(conf);
  }

  @Test
  void refusesAccessGrants() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.bucket.b1.access.grants.enabled", "true");
    assertThatThrownBy(() -> wired(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.bucket.b1.access.grants.enabled = 'true' for s3a://b1: S3 Access Grants would replace the"
                + " credentials that the routes name. Set it to false, or use plain S3A for this"
                + " bucket");
  }

  /** EMR's S3A, from release 7.10 on, has role mappings, and a class that replaces credentials. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fs.s3a.authorization.roleMapping | arn:aws:iam::111111111111:role/one=u:alice",
        "fs.s3a.bucket.b1.authorization.roleMapping | arn:aws:iam::111111111111:role/one=u:alice",
        "fs.s3a.credentials.resolver | com.example.Resolver",
      })
  void refusesWhatEmrChoosesSignersBy(String key, String value) {
    Configuration conf = new Configuration();
    conf.set(key, value);
    assertThatThrownBy(() -> wired(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            key
                + " = '"
                + value
                + "': EMR's S3A would choose by it who signs, and not by the routes. Write its"
                + " mappings as routes ('rolecall import emrfs'), and give the key an empty value");
    conf.set(key, "");
    assertWired(conf);
  }

  @Test
  void doesNotMindSettingsOfOtherBuckets() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.bucket.b2.http.signer.class", "com.example.Signer");
    assertWired(conf);
  }

  @ParameterizedTest
  @CsvSource({
    // endpoint, path style, can the bucket be told
    "http://b1.example.org:9000, true,  false",
    "b1.example.org,             true,  false",
    "HTTP://b1.example.org,      true,  false",
    "http://B1.EXAMPLE.org,      true,  false",
    "http://u:p@b1.example.org,  true,  false",
    "http://b1.example.org:9000, false, true",
    "http://b12.example.org,     true,  true",
    "http://store.example.org,   true,  true",
    "http://b1,                  true,  true",
    "'',                         true,  true",
  })
  void refusesAnEndpointThatLooksLikeTheBucket(String endpoint, boolean pathStyle, boolean told) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", "http://store.example.org");
    conf.set("fs.s3a.bucket.b1.endpoint", endpoint);
    conf.setBoolean("fs.s3a.path.style.access", pathStyle);
    if (told) {
      assertThatCode(() -> wired(conf)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> wired(conf))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "fs.s3a.bucket.b1.endpoint = '"
                  + endpoint.replace("u:p@", "***@")
                  + "': with path style access, its host is like that of the bucket b1, and requests"
                  + " could be signed for another key. Use another name or the address of the host");
    }
  }

  @Test
  void theDeclarationKnowsWhatIsWired() {
    Configuration conf = new Configuration(false);
    S3AWiring.apply(conf, "b1");
    assertThat(Wiring.KEYS).containsExactlyInAnyOrderEntriesOf(conf.getValByRegex("^fs\\.s3a\\."));
    conf.set("fs.s3a.bucket.b1.http.signer.enabled", "false");
    S3AWiring.apply(conf, "b1");
    assertThat(conf.get("fs.s3a.bucket.b1.http.signer.enabled"))
        .isEqualTo(Wiring.KEYS.get("fs.s3a.http.signer.enabled"));
  }

  @ParameterizedTest
  @CsvSource({
    "//b1.example.org, 'https:////b1.example.org', has no host: expected http://host or https://host",
    "http://h?x=y, http://h?x=y, 'has a query or a fragment, which would be part of each request."
        + " Remove it'",
    "http://u:p@h#x, http://***@h#x, 'has a query or a fragment, which would be part of each"
        + " request. Remove it'",
    "b1.s3.eu-west-1.amazonaws.com, https://b1.s3.eu-west-1.amazonaws.com,"
        + " 'names ''b1'' before the host of S3, which S3A does by itself. Remove it'",
    "s3.eu-west-1.amazonaws.com/x, https://s3.eu-west-1.amazonaws.com/x,"
        + " 'has a path, which S3 would take for a bucket or a key. Remove it'",
    "http://h/a b, http://h/a b, is not a URI: Illegal character in path at 10",
  })
  void refusesAnEndpointThatHidesTheBucket(String endpoint, String shown, String why) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", endpoint);
    assertThatThrownBy(() -> wired(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage("fs.s3a.endpoint = '" + shown + "': " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/gw/s3",
        "HTTP://h:9000",
        "http://u:p@h",
        "http://h/",
        "http://[::1]:9000",
        "h:9000",
        "s3.amazonaws.com",
        "https://b1.s3.amazonaws.com",
        "bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com"
      })
  void takesEndpointsThatItCanRead(String endpoint) {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.path.style.access", "true");
    assertWired(conf);
  }

  @Test
  void refusesAnAccessPointThatItCannotRead() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.bucket.b1.accesspoint.arn", "arn:aws:s3::111122223333:accesspoint/mfzwi.mrap");
    assertThatThrownBy(() -> wired(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "fs.s3a.bucket.b1.accesspoint.arn = 'arn:aws:s3::111122223333:accesspoint/mfzwi.mrap':"
                + " is not an access point of one region: expected"
                + " arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME");
    conf.set(
        "fs.s3a.bucket.b1.accesspoint.arn",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/flights");
    assertWired(conf);
  }
}
