package io.rolecall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys Spark is told to redact; {@code ITestRedaction} reads what Spark then shows. */
class RedactionTest {

  private final SparkConf conf = new SparkConf(false);

  @Test
  void startsFromSparksOwnDefault() {
    assertThat(
            org.apache
                .spark
                .internal
                .config
                .package$
                .MODULE$
                .SECRET_REDACTION_PATTERN()
                .defaultValueString())
        .isEqualTo(Redaction.DEFAULT);
  }

  @Test
  void isAddedOnce() {
    Redaction.extend(conf);
    String once = conf.get("spark.redaction.regex");
    Redaction.extend(conf);
    assertThat(conf.get("spark.redaction.regex")).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.fs.s3a.assumed.role.external.id, true",
    "fs.s3a.bucket.b1.assumed.role.external.id, true",
    "fs.s3a.rolecall.routes, true",
    "fs.s3a.assumed.role.policy, true",
    "fs.s3a.SECRET.key, true",
    "fs.s3a.bucket.b1.client.sts.custom.headers, true",
    "spark.hadoop.fs.s3a.client.s3.custom.headers, true",
    "spark.executorEnv.AWS_CONFIG_FILE, true",
    "spark.executorEnv.AWS_SHARED_CREDENTIALS_FILE, true",
    "spark.executorEnv.AWS_REGION, false",
    "fs.s3a.rolecall.routes.file, false",
    "fs.s3a.assumed.role.session.name, false",
    "fs.s3a.rolecall.session.tags, false",
  })
  void hidesTheKeysOfSecretsAlone(String key, boolean hidden) {
    Redaction.extend(conf);
    assertThat(Pattern.compile(conf.get("spark.redaction.regex")).matcher(key).find())
        .isEqualTo(hidden);
  }

  /** Spark shows what it copies from site files and properties of the JVM by their own names. */
  @ParameterizedTest
  @CsvSource({
    "partner.id, true",
    "spark.hadoop.partner.id, true",
    "spark.hadoop.partner.id.of.others, false",
    "my.partner.id, false",
    "-Xmx1g -Dpartner.id=42, true",
    "behind.it, true",
    "user, true",
    "spark.hadoop.user.name, false",
    "not.in.it, false",
  })
  void hidesWhatVariablesOfHiddenKeysStandFor(String text, boolean hidden) {
    conf.set("spark.hadoop.fs.s3a.assumed.role.external.id", "${partner.id}-${user}");
    conf.set("spark.hadoop.partner.id", "${behind.it:-none}");
    conf.set("spark.hadoop.fs.s3a.endpoint", "${not.in.it}");
    Redaction.extend(conf);
    assertThat(Pattern.compile(conf.get("spark.redaction.regex")).matcher(text).find())
        .isEqualTo(hidden);
  }
}
