package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signs, and where requests go, is as it was when the application was started. */
class DeclarationTest extends LaunchedApplication {

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
}
