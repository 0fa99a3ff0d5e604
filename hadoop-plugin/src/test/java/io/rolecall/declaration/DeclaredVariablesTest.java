package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables of values, and properties of the JVM, are as they were at launch, too. */
class DeclaredVariablesTest extends LaunchedApplication {

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
}
