package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.routes.HadoopUser;
import io.rolecall.routes.RouteBook;
import io.rolecall.testing.RecordedLog;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {

  private static final String READER = "arn:aws:iam::111122223333:role/reader";
  private static final String WRITER = "arn:aws:iam::111122223333:role/writer";

  @TempDir private Path folder;

  private final Configuration launched = new Configuration(false);
  private final Map<String, Map<String, String>> catalogs = new TreeMap<>();

  DeclarationTest() {
    launched.set("fs.s3a.endpoint", "https://s3.example", "core-site.xml");
    launched.set("fs.s3a.bucket.data.assumed.role.arn", READER);
    launched.set("lake", "one");
    launched.set("fs.s3a.user.agent.prefix", "${lake}");
  }

  private Declaration declaration() {
    return declaration(false);
  }

  private Declaration declaration(boolean executor) {
    return Declaration.of(new Launch(this, () -> launched, catalogs, "spark.hadoop.", executor));
  }

  private RouteBook admit(Configuration conf) {
    return declaration().admit(conf, "data");
  }

  @Test
  void believesACopyOfWhatWasLaunched() {
    assertThat(admit(new Configuration(launched)).name()).isEmpty();
  }

  @Test
  void believesTheSameValueWhereverItIsWritten() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.endpoint", "https://s3.example");
    conf.set("fs.s3a.bucket.other.endpoint", "http://elsewhere");
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
  }

  @Test
  void aDifferenceIsToldWithBothValuesAndWhoMayChangeIt() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.endpoint", "http://evil", "a query");
    assertThatThrownBy(() -> admit(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://data: fs.s3a.bucket.data.endpoint = 'http://evil' (a query), but this application"
                + " was started with 'https://s3.example'. Who signs, and where requests go, is"
                + " declared by whoever starts the application: set"
                + " spark.hadoop.fs.s3a.bucket.data.endpoint at launch, or do without it here");
  }

  @Test
  void aKeyThatIsMissingIsADifferenceToo() {
    Configuration conf = new Configuration(launched);
    conf.unset("fs.s3a.bucket.data.assumed.role.arn");
    assertThatThrownBy(() -> admit(conf))
        .hasMessage(
            "s3a://data: fs.s3a.assumed.role.arn is not set, but this application was started with '"
                + READER
                + "'. Who signs, and where requests go, is declared by whoever starts the application:"
                + " set spark.hadoop.fs.s3a.assumed.role.arn at launch, or do without it here."
                + " spark.hadoop.fs.s3a.rolecall.declaration = open, at launch, lets a driver with one"
                + " user choose roles later");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.secret.key",
        "fs.s3a.bucket.data.session.token",
        "fs.s3a.encryption.key",
        "fs.s3a.rolecall.routes",
        "fs.s3a.proxy.password",
        "fs.s3a.assumed.role.external.id",
        "fs.s3a.client.s3.custom.headers",
        "fs.s3a.bucket.data.client.sts.custom.headers",
      })
  void secretsAreNotShown(String key) {
    launched.set(key, "before-4711");
    Configuration conf = new Configuration(launched);
    conf.set(key, "after-4711");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith(
            "s3a://data: "
                + key
                + " = a value that is not shown (programmatically), but this"
                + " application was started with a value that is not shown.")
        .hasMessageNotContaining("4711");
  }

  @Test
  void aLoginInAnAddressIsNotShown() {
    launched.set("fs.s3a.endpoint", "https://me:word-4711@s3.example", "core-site.xml");
    launched.set("hadoop.security.group.mapping.ldap.url", "ldap://me:word-4711@ldap.example");
    for (String key : List.of("fs.s3a.endpoint", "hadoop.security.group.mapping.ldap.url")) {
      Configuration conf = new Configuration(launched);
      conf.set(key, "https://you:word-4712@evil", "a query");
      assertThatThrownBy(() -> admit(conf))
          .hasMessageStartingWith("s3a://data: " + key + " = 'https://***@evil' (a query), but")
          .hasMessageContaining("this application was started with '")
          .hasMessageContaining("://***@")
          .hasMessageNotContaining("471");
    }
  }

  /** Hadoop writes what lies on a file system as scheme, at, host: that is no login. */
  @Test
  void whereACredentialStoreIsIsShown() {
    Configuration conf = new Configuration(launched);
    conf.set("hadoop.security.credential.provider.path", "jceks://hdfs@nn.example:9001/a.jceks");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith(
            "s3a://data: hadoop.security.credential.provider.path ="
                + " 'jceks://hdfs@nn.example:9001/a.jceks' (");
  }

  /** A property of the JVM goes before a key of its name, and some hosts' users can set one. */
  @Test
  void aVariableIsNotChangedByAPropertyOfTheJvmEither() {
    Declaration declaration = declaration();
    assertThatCode(() -> declaration.admit(launched, "data")).doesNotThrowAnyException();
    System.setProperty("lake", "another");
    try {
      assertThatThrownBy(() -> declaration.admit(launched, "data"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3a://data: the Java property 'lake' has changed since this application was started, and"
                  + " keys that say who signs, or where requests go, refer to it as ${lake}. Set"
                  + " -Dlake at launch, or set it back");
    } finally {
      System.clearProperty("lake");
    }
    assertThatCode(() -> declaration.admit(launched, "data")).doesNotThrowAnyException();
  }

  /** What the SDK reads by itself decides as much as any key does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws.endpointUrl",
        "aws.endpointUrlS3",
        "aws.endpointUrlSts",
        "aws.ignoreConfiguredEndpointUrls",
        "aws.partitionsFile",
        "aws.accessKeyId",
        "aws.secretAccessKey",
        "aws.secretKey",
        "aws.sessionToken",
        "aws.profile",
        "aws.configFile",
        "aws.sharedCredentialsFile",
        "aws.roleArn",
        "aws.roleSessionName",
        "aws.webIdentityTokenFile",
        "aws.containerCredentialsFullUri",
        "aws.containerServiceEndpoint",
        "aws.ec2MetadataServiceEndpoint",
        "hadoop.token.files"
      })
  void aPropertyThatIsReadByItselfIsNotSetOrUnsetLater(String name) {
    Declaration without = declaration();
    System.setProperty(name, "evil-4711");
    try {
      assertThatThrownBy(() -> without.admit(launched, "data"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3a://data: the Java property '"
                  + name
                  + "' has changed since this application was started, and the AWS SDK, or Hadoop,"
                  + " takes from it who signs, or where requests go. Set -D"
                  + name
                  + " at launch, or set it back");
      Declaration with = declaration();
      assertThatCode(() -> with.admit(launched, "data")).doesNotThrowAnyException();
      System.clearProperty(name);
      assertThatThrownBy(() -> with.admit(launched, "data"))
          .hasMessageStartingWith("s3a://data: the Java property '" + name + "' has changed");
    } finally {
      System.clearProperty(name);
    }
    assertThatCode(() -> without.admit(launched, "data")).doesNotThrowAnyException();
  }

  /** The SDK and S3A look for files of credentials below it. */
  @Test
  void theHomeIsTheOneOfTheLaunch() {
    Declaration declaration = declaration();
    String home = System.getProperty("user.home");
    System.setProperty("user.home", "/tmp/evil");
    try {
      assertThatThrownBy(() -> declaration.admit(launched, "data"))
          .hasMessageStartingWith("s3a://data: the Java property 'user.home' has changed");
    } finally {
      System.setProperty("user.home", home);
    }
    assertThatCode(() -> declaration.admit(launched, "data")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws.region", "aws.maxAttempts", "aws.useFipsEndpoint", "user.dir"})
  void otherPropertiesAreNobodysMatter(String name) {
    Declaration declaration = declaration();
    String before = System.getProperty(name);
    System.setProperty(name, "/another");
    try {
      assertThatCode(() -> declaration.admit(launched, "data")).doesNotThrowAnyException();
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
  }

  /** The names of keys are anybody's text, and so is how many there are. */
  @Test
  void whatAQueryNamesForgesAndFillsNoLog() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.committer.a\nERROR forged", "1");
    for (int number = 0; number < 1000; number++) {
      conf.set("fs.s3a.committer.b" + number + "x".repeat(1000), "1");
    }
    try (RecordedLog log = new RecordedLog(Declaration.class, "INFO")) {
      declaration().settle(conf, "s3a", "data", false);
      assertThat(log.lines())
          .containsExactly(
              "INFO s3a://data: fs.s3a.committer.a ERROR forged and 1000 more keys are as"
                  + " launched, because the file system is kept for all who share this application;"
                  + " with fs.s3a.impl.disable.cache = true it is for one");
    }
  }

  /** Hadoop logs by itself why a file system could not be opened. */
  @Test
  void aRefusalIsOneShortLineWhateverAKeyIsCalled() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.x\nERROR forged\u001b[2J" + "x".repeat(10_000), "a\rb" + "y".repeat(10_000));
    assertThatThrownBy(() -> admit(conf))
        .hasMessage(
            "s3a://data: fs.s3a.x ERROR forged?[2J"
                + "x".repeat(175)
                + "... = 'a b"
                + "y".repeat(197)
                + "...' (programmatically), but this application was started with none. Who signs,"
                + " and where requests go, is declared by whoever starts the application: set"
                + " spark.hadoop.fs.s3a.x ERROR forged?[2J"
                + "x".repeat(175)
                + "... at launch, or do without it here");
  }

  @Test
  void aFreeKeyIsRefusedInOneShortLineToo() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.committer.x\nERROR forged", "${a}\nb" + "y".repeat(10_000));
    assertThatThrownBy(() -> declaration().settle(conf, "s3a", "data", true))
        .hasMessage(
            "s3a://data: fs.s3a.committer.x ERROR forged = '${a} b"
                + "y".repeat(194)
                + "...' (programmatically): whoever starts the application may use variables in it;"
                + " here, write the value itself");
  }

  /** What each would gain is in docs/security.md. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.rolecall.routes",
        "fs.s3a.rolecall.routes.file",
        "fs.s3a.rolecall.base.identity",
        "fs.s3a.rolecall.process",
        "fs.s3a.rolecall.declaration",
        "fs.s3a.bucket.data.assumed.role.arn",
        "fs.s3a.assumed.role.sts.endpoint",
        "fs.s3a.access.key",
        "fs.s3a.aws.credentials.provider",
        "fs.s3a.endpoint",
        "fs.s3a.endpoint.region",
        "fs.s3a.proxy.host",
        "fs.s3a.custom.signers",
        "fs.s3a.audit.service.classname",
        "fs.s3a.security.credential.provider.path",
        "hadoop.security.credential.provider.path",
        "hadoop.security.group.mapping",
        "hadoop.security.credstore.java-keystore-provider.password-file",
        "fs.s3a.a.key.that.comes.with.the.next.version",
        "fs.s3a.committers",
      })
  void nobodyChangesWhoSignsAndWhereRequestsGo(String key) {
    Configuration conf = new Configuration(launched);
    conf.set(key, "something else");
    assertThatThrownBy(() -> admit(conf)).hasMessageStartingWith("s3a://data: " + key + " = ");
  }

  /** A name that ends with the dot of the free ones begins with it, too. */
  @Test
  void aNameThatIsNoMoreThanABeginningOfFreeOnesIsFree() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.committer.", "something else");
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
  }

  @Test
  void aVariableOfASettingIsNotChangedEither() {
    Configuration conf = new Configuration(launched);
    conf.set("lake", "another");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith(
            "s3a://data: fs.s3a.user.agent.prefix = '${lake}' (programmatically), but this application"
                + " was started with '${lake}' and another value of its variables. Who signs");
  }

  @Test
  void whatAVariableStandsForIsNotShown() {
    Configuration conf = new Configuration(launched);
    conf.set("secret.of.somebody", "word-4711");
    conf.set("fs.s3a.endpoint", "${secret.of.somebody}");
    assertThatThrownBy(() -> admit(conf))
        .hasMessageStartingWith("s3a://data: fs.s3a.endpoint = '${secret.of.somebody}' ")
        .hasMessageNotContaining("4711");
  }

  /**
   * S3A repeats a value that it cannot read: what a variable stands for would be read out of it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.multipart.size",
        "fs.s3a.bucket.data.multipart.size",
        "fs.s3a.committer.threads"
      })
  void aKeyThatAnybodyMaySetTakesNoVariables(String key) {
    launched.set("fs.s3a.secret.key", "4711");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.impl.disable.cache", "true");
    conf.set(key, "${fs.s3a.secret.key}", "a query");
    assertThatThrownBy(() -> declaration().settle(conf, "s3a", "data", false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://data: "
                + key
                + " = '${fs.s3a.secret.key}' (a query): whoever starts the application may use"
                + " variables in it; here, write the value itself");
  }

  @Test
  void aVariableOfTheLaunchIsLeftAlone() {
    launched.set("size", "64M");
    launched.set("fs.s3a.multipart.size", "${size}");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.impl.disable.cache", "true");
    conf.set("size", "4711M");
    assertThat(declaration().settle(conf, "s3a", "data", false).get("fs.s3a.multipart.size"))
        .isEqualTo("64M");
  }

  @Test
  void theCacheOfTheSchemeCounts() {
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatCode(() -> declaration().settle(conf, "s3a", "data", false))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration().settle(conf, "s3", "data", false))
        .hasMessageEndingWith("Set spark.hadoop.fs.s3.impl.disable.cache = true");
  }

  @Test
  void aFileSystemThatIsKeptForAllIsTunedAsItWasLaunched() {
    launched.set("fs.s3a.block.size", "64M");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.block.size", "1");
    conf.set("fs.s3a.bucket.data.paging.maximum", "1");
    Configuration kept = declaration().settle(conf, "s3a", "data", false);
    assertThat(kept.get("fs.s3a.block.size")).isEqualTo("64M");
    assertThat(kept.get("fs.s3a.bucket.data.paging.maximum")).isNull();
    conf.set("fs.s3a.impl.disable.cache", "true");
    Configuration own = declaration().settle(conf, "s3a", "data", false);
    assertThat(own.get("fs.s3a.block.size")).isEqualTo("1");
    assertThat(own.get("fs.s3a.bucket.data.paging.maximum")).isEqualTo("1");
  }

  @Test
  void keysThatTuneAreFree() {
    Configuration conf = new Configuration(launched);
    for (String key : FreeKeys.all()) {
      conf.set(key.endsWith(".") ? key + "any" : key, "7");
      conf.set("fs.s3a.bucket.data." + key.substring("fs.s3a.".length()) + "", "7");
    }
    conf.set("spark.sql.shuffle.partitions", "7");
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
  }

  @Test
  void whoCopiesTheConfigurationOfAFileSystemCopiesItsWiring() {
    Configuration conf = new Configuration(launched);
    Wiring.KEYS.forEach(conf::set);
    conf.set("fs.s3a.assumed.role.arn", READER);
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
  }

  @Test
  void aCatalogsOwnSettingsAreASetOfTheirOwn() {
    launched.set("fs.s3a.impl.disable.cache", "true");
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    Configuration ofCatalog = new Configuration(launched);
    ofCatalog.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThat(admit(ofCatalog).name()).isEqualTo("catalog w");
    assertThat(admit(new Configuration(launched)).name()).isEmpty();
  }

  @Test
  void twoSetsOfABucketNeedTheCacheOff() {
    catalogs.put("catalog w", Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER));
    assertThatThrownBy(
            () -> declaration().settle(new Configuration(launched), "s3a", "data", false))
        .hasMessage(
            "s3a://data: 'catalog w' declares fs.s3a.assumed.role.arn otherwise than the application"
                + " does, but Hadoop keeps one file system of a bucket for both. Set"
                + " spark.hadoop.fs.s3a.impl.disable.cache = true");
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "other", false))
        .as("a bucket that they agree about")
        .doesNotThrowAnyException();
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "data", true))
        .as("FileContext's, which Hadoop never keeps")
        .doesNotThrowAnyException();
  }

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
  void anOpenDeclarationLetsTheDriverChooseRoles() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.other.assumed.role.arn", WRITER);
    conf.set(
        "fs.s3a.rolecall.routes",
        "{\"version\": 1, \"routes\": [{\"location\": \"s3a://other\", \"role\": \""
            + WRITER
            + "\"}]}");
    assertThatCode(() -> declaration().admit(conf, "other")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fs.s3a.assumed.role.sts.endpoint | https://sts.evil",
        "fs.s3a.endpoint | https://s3.evil",
        "fs.s3a.rolecall.routes.file | /etc/passwd",
        "fs.s3a.rolecall.base.identity | properties:/etc/passwd",
        "fs.s3a.rolecall.process | driver",
        "fs.s3a.rolecall.declaration | frozen",
        "hadoop.security.credential.provider.path | jceks://file/tmp/evil",
        "fs.s3a.rolecall.routes | {'version': 1, 'identities': {'x': {'kind': 'saml',"
            + " 'assertionCommand': ['/bin/sh']}}, 'routes': []}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'stsEndpoint': 'https://sts.evil'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'identity':"
            + " 'properties:/etc/passwd'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'by': 'instance-profile'}]}",
        "fs.s3a.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data', 'role':"
            + " 'arn:aws:iam::111122223333:role/reader', 'region': 'x.evil/#'}]}",
        "fs.s3a.bucket.data.rolecall.routes | {'version': 1, 'identities': {'x': {'kind': 'saml',"
            + " 'assertionCommand': ['/bin/sh']}}, 'routes': []}",
        "fs.s3a.bucket.data.rolecall.routes | {'version': 1, 'routes': [{'location': 's3a://data',"
            + " 'identity': 'properties:/etc/passwd'}]}",
      })
  void anOpenDeclarationOpensNeitherCommandsNorFilesNorEndpoints(String key, String value) {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set(key, value.replace('\'', '"'));
    assertThatThrownBy(() -> admit(conf)).hasMessageStartingWith("s3a://data: " + key + " = ");
  }

  @Test
  void whatTheDriverChoseIsRefusedOnExecutors() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThatCode(() -> admit(conf)).doesNotThrowAnyException();
    assertThatThrownBy(() -> declaration(true).admit(conf, "data"))
        .hasMessage(
            "s3a://data: fs.s3a.bucket.data.assumed.role.arn = '"
                + WRITER
                + "' (programmatically), but this application was started with '"
                + READER
                + "'. Who signs, and where requests go, is declared by whoever starts the application:"
                + " set spark.hadoop.fs.s3a.bucket.data.assumed.role.arn at launch, or do without it"
                + " here. What an open declaration lets a driver choose serves the driver's own file"
                + " systems: executors have the roles of the launch");
  }

  /** S3A sends requests to the region of its environment if the region is empty. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.endpoint.region",
        "fs.s3a.bucket.data.endpoint.region",
        "fs.s3a.bucket.data.server-side-encryption-algorithm",
      })
  void anEmptyValueIsNotAMissingOne(String key) {
    launched.set("fs.s3a.bucket.data.encryption.algorithm", "SSE-KMS");
    Configuration conf = new Configuration(launched);
    conf.set(key, " ");
    assertThatThrownBy(() -> admit(conf)).hasMessageStartingWith("s3a://data: " + key + " = '' ");
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

  /** Else a credential store on HDFS is read where a query's fs.hdfs.impl says. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatNoListKnowsIsAsItWasLaunched(boolean cached) {
    launched.set("fs.hdfs.impl", "launched");
    Configuration conf = new Configuration(launched);
    conf.set("fs.hdfs.impl", "a query's");
    conf.set("dfs.namenode.rpc-address", "evil:8020");
    conf.setBoolean("fs.s3a.impl.disable.cache", !cached);
    Configuration settled = declaration().settle(conf, "s3a", "data", false);
    assertThat(settled.get("fs.hdfs.impl")).isEqualTo("launched");
    assertThat(settled.get("dfs.namenode.rpc-address")).isNull();
  }

  @Test
  void whatAnOpenDeclarationLetsChooseIsAllThatIsTaken() {
    launched.set("fs.s3a.rolecall.declaration", "open");
    launched.set("fs.s3a.access.key", "AKIALAUNCHED");
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    conf.unset("fs.s3a.access.key");
    conf.set("fs.hdfs.impl", "a query's");
    Configuration settled = declaration().settle(conf, "s3a", "data", false);
    assertThat(settled.get("fs.s3a.bucket.data.assumed.role.arn")).isEqualTo(WRITER);
    assertThat(settled.get("fs.s3a.access.key")).isNull();
    assertThat(settled.get("fs.hdfs.impl")).isNull();
  }

  /** Hadoop's cache takes s3a://Data for s3a://data, so that the first one would serve both. */
  @Test
  void aBucketThatTheCacheTakesForAnotherIsRefused() {
    Configuration conf = new Configuration(launched);
    assertThatThrownBy(() -> declaration().settle(conf, "s3a", "Data", false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://Data: Hadoop keeps one file system for this and for s3a://data, whichever is opened"
                + " first. Names of buckets are in lower case; for an old one that is not, set"
                + " spark.hadoop.fs.s3a.impl.disable.cache = true");
    conf.set("fs.s3a.impl.disable.cache", "true");
    assertThatCode(() -> declaration().settle(conf, "s3a", "Data", false))
        .doesNotThrowAnyException();
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

  /** What was read counts, and not what an edited file, or another thread's loader, says later. */
  @Test
  void whatWasLaunchedIsReadOnceAndForAll() throws IOException {
    Path site = Files.writeString(folder.resolve("late-site.xml"), site("one"));
    Configuration files = new Configuration();
    files.addResource(site.toUri().toURL());
    AtomicReference<ClassLoader> readWith = new AtomicReference<>();
    ClassLoader asking = new URLClassLoader(new URL[0], null);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(asking);
    Declaration declaration;
    try {
      declaration =
          Declaration.of(
              new Launch(
                  this,
                  () -> {
                    readWith.set(Thread.currentThread().getContextClassLoader());
                    return files;
                  },
                  Map.of(),
                  "",
                  false));
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(asking);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(readWith.get()).isSameAs(Declaration.class.getClassLoader());
    Configuration conf = declaration.sets().get(0).conf();
    assertThat(conf.getClassLoader()).isSameAs(Declaration.class.getClassLoader());
    Files.writeString(site, site("two"));
    Configuration.addDefaultResource("a-file-that-another-class-names.xml");
    assertThat(conf.get("fs.s3a.endpoint")).isEqualTo("one");
  }

  private static String site(String endpoint) {
    return "<configuration><property><name>fs.s3a.endpoint</name><value>%s</value></property></configuration>"
        .formatted(endpoint);
  }

  /** S3A joins both lists, and leaves out what lies on S3A and what is blank, before it starts. */
  @Test
  void credentialStoresAreTheSameAsS3aWritesThem() {
    launched.set("fs.s3a.security.credential.provider.path", "jceks://hdfs/own");
    launched.set(
        "hadoop.security.credential.provider.path", "jceks://s3a@b/skipped, jceks://hdfs/all,");
    Configuration patched = new Configuration(launched);
    patched.set("hadoop.security.credential.provider.path", "jceks://hdfs/own,jceks://hdfs/all");
    assertThatCode(() -> admit(patched)).doesNotThrowAnyException();
    patched.set("hadoop.security.credential.provider.path", "jceks://hdfs/evil,jceks://hdfs/all");
    assertThatThrownBy(() -> admit(patched))
        .hasMessageStartingWith("s3a://data: hadoop.security.credential.provider.path = ");
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
  void aCatalogThatHasTheCacheOffDisturbsNobody() {
    catalogs.put(
        "catalog w",
        Map.of("fs.s3a.bucket.data.assumed.role.arn", WRITER, "fs.s3a.impl.disable.cache", "true"));
    assertThatCode(() -> declaration().settle(new Configuration(launched), "s3a", "data", false))
        .doesNotThrowAnyException();
    Configuration ofCatalog = new Configuration(launched);
    ofCatalog.set("fs.s3a.bucket.data.assumed.role.arn", WRITER);
    assertThatThrownBy(() -> declaration().settle(ofCatalog, "s3a", "data", false))
        .as("with its cache on, it would be kept for all")
        .hasMessageStartingWith(
            "s3a://data: 'catalog w' declares fs.s3a.assumed.role.arn otherwise");
    ofCatalog.set("fs.s3a.impl.disable.cache", "true");
    assertThat(
            declaration()
                .settle(ofCatalog, "s3a", "data", false)
                .get("fs.s3a.bucket.data.assumed.role.arn"))
        .isEqualTo(WRITER);
  }

  @Test
  void severalDifferencesAreCounted() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3a.endpoint.region", "x");
    conf.set("fs.s3a.user.agent.prefix", "x");
    assertThatThrownBy(() -> admit(conf)).hasMessageContaining(" (and 1 more key differs). Who");
    conf.set("fs.s3a.proxy.host", "x");
    assertThatThrownBy(() -> admit(conf)).hasMessageContaining(" (and 2 more keys differ). Who");
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

  @Test
  void theNextLaunchGivesTheSameWhereItSaysTheSame() throws IOException {
    Path routes = folder.resolve("routes.json");
    launched.unset("fs.s3a.bucket.data.assumed.role.arn");
    launched.set("fs.s3a.rolecall.routes.file", routes.toString());
    Files.writeString(routes, routesOf(READER));
    Configuration kept = new Configuration(launched);
    Declaration before = declaration();
    assertThat(before.admit(kept, "data").of("data", HadoopUser.current()).routes().byPrefix())
        .hasSize(1);
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isTrue();
    Files.writeString(routes, routesOf(WRITER));
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current()))
        .as("the same file, which says something else")
        .isFalse();
    Files.delete(routes);
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isFalse();
  }

  @Test
  void theNextLaunchDoesNotGiveWhatItRefuses() {
    Configuration kept = new Configuration(launched);
    Declaration before = declaration();
    launched.set("fs.s3a.endpoint", "https://another.example");
    assertThat(declaration().givesTheSame(before, kept, "data", HadoopUser.current())).isFalse();
  }

  private static String routesOf(String role) {
    return "{\"version\": 1, \"routes\": [{\"location\": \"s3a://data\", \"role\": \""
        + role
        + "\"}]}";
  }

  /** EMR's cluster has this file on every class path, and Spark does not read it. */
  private Declaration withEmrfsSite(String... keysAndValues) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      xml.append(
          "<property><name>%s</name><value>%s</value></property>"
              .formatted(keysAndValues[i], keysAndValues[i + 1]));
    }
    Files.writeString(folder.resolve("emrfs-site.xml"), xml + "</configuration>");
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return Declaration.of(
        new Launch(this, () -> launched, catalogs, "spark.hadoop.", false), loader);
  }

  /** What EMRFS reads. */
  private Configuration ofEmrfs() throws IOException {
    Configuration conf = new Configuration(launched);
    conf.addResource(folder.resolve("emrfs-site.xml").toUri().toURL());
    return conf;
  }

  @Test
  void emrfsMayReadItsOwnFile() throws IOException {
    Declaration declaration =
        withEmrfsSite("fs.s3.maxConnections", "50", "fs.s3a.bucket.emr.assumed.role.arn", WRITER);
    assertThat(declaration.sets()).extracting(RouteBook::name).containsExactly("", "emrfs-site");
    assertThat(declaration.admitEmrfs(ofEmrfs(), "emr").name()).isEqualTo("emrfs-site");
    assertThat(declaration.admitEmrfs(new Configuration(launched), "emr").name()).isEmpty();
    assertThat(declaration.admit(ofEmrfs(), "emr").name())
        .as("where EMRFS was loaded, its file is one of the process's")
        .isEqualTo("emrfs-site");
  }

  @Test
  void emrfssFileGoesBeforeOtherFilesAndNotBeforeTheLaunch() throws IOException {
    launched.set("fs.s3a.bucket.one.assumed.role.arn", READER, "core-site.xml");
    launched.set("fs.s3a.bucket.two.assumed.role.arn", READER, "spark.hadoop");
    Configuration site =
        withEmrfsSite(
                "fs.s3a.bucket.one.assumed.role.arn", WRITER,
                "fs.s3a.bucket.two.assumed.role.arn", WRITER)
            .sets()
            .get(1)
            .conf();
    assertThat(site.get("fs.s3a.bucket.one.assumed.role.arn")).isEqualTo(WRITER);
    assertThat(site.get("fs.s3a.bucket.two.assumed.role.arn")).isEqualTo(READER);
  }

  @Test
  void aFileOfEmrfsThatSaysNothingOfRoutesIsNoSetOfItsOwn() throws IOException {
    Declaration declaration = withEmrfsSite("fs.s3.maxConnections", "50");
    assertThat(declaration.sets()).extracting(RouteBook::name).containsExactly("");
    assertThat(declaration.admitEmrfs(ofEmrfs(), "data").name()).isEmpty();
  }

  @Test
  void whereEmrfsSendsRequestsIsDeclared() throws IOException {
    Declaration declaration = withEmrfsSite("fs.s3.endpoint", "s3.eu-west-1.amazonaws.com");
    Configuration conf = ofEmrfs();
    conf.set("fs.s3.endpoint", "http://evil", "a query");
    assertThatThrownBy(() -> declaration.admitEmrfs(conf, "data"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "s3a://data: fs.s3.endpoint = 'http://evil' (a query), but this application was started"
                + " with 's3.eu-west-1.amazonaws.com'. Who signs, and where requests go, is declared"
                + " by whoever starts the application: set spark.hadoop.fs.s3.endpoint at launch, or"
                + " do without it here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3.endpoint",
        "fs.s3.bucket.data.endpoint",
        "fs.s3.proxy.host",
        "fs.s3.customAWSCredentialsProvider",
        "fs.s3.cse.encryptionMaterialsProvider",
        "fs.s3.impl",
        "fs.s3.a.key.that.comes.with.the.next.release",
      })
  void emrfsIsRefusedWhatNobodyDeclared(String key) {
    Configuration conf = new Configuration(launched);
    conf.set(key, "a value");
    assertThatThrownBy(() -> declaration().admitEmrfs(conf, "data"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("s3a://data: " + key + " = ");
    conf.unset(key);
    assertThatCode(() -> declaration().admitEmrfs(conf, "data")).doesNotThrowAnyException();
  }

  @Test
  void anybodyMayHaveEmrfsNotCached() {
    Configuration conf = new Configuration(launched);
    conf.set("fs.s3.impl.disable.cache", "true");
    assertThatCode(() -> declaration().admitEmrfs(conf, "data")).doesNotThrowAnyException();
  }

  @Test
  void whatIsMissingIsADifferenceForEmrfsToo() {
    launched.set("fs.s3.proxy.host", "proxy.example");
    Configuration conf = new Configuration(launched);
    conf.unset("fs.s3.proxy.host");
    assertThatThrownBy(() -> declaration().admitEmrfs(conf, "data"))
        .hasMessageStartingWith("s3a://data: fs.s3.proxy.host is not set, but");
  }
}
