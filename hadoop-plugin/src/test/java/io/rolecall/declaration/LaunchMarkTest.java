package io.rolecall.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.client.BucketCredentialsProvider;
import io.rolecall.client.NamedCredentialsProvider;
import io.rolecall.comet.RolecallCredentialsProvider;
import io.rolecall.config.ConfigException;
import io.rolecall.testing.FakeSts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.comet.cloud.s3.CometS3AccessMode;
import org.apache.comet.cloud.s3.CometS3CredentialContext;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was made for one application of a process is not for the next one, though that declares the
 * same.
 */
class LaunchMarkTest {

  private static final String ENDED =
      " was made for an application that has ended: another one has started in this process, whose"
          + " routes may be others. Make a new one";

  @TempDir private Path scratch;

  private final FakeSts sts = new FakeSts();
  private final Configuration conf = new Configuration(false);
  private LaunchedHost host;

  @BeforeEach
  void start() throws IOException {
    sts.reach(conf);
    conf.set("fs.s3a.rolecall.process", "driver");
    conf.set(
        "fs.s3a.rolecall.routes",
        """
        {"version": 1, "routes": [
          {"location": "s3a://b1", "role": "arn:aws:iam::111122223333:role/reader"},
          {"client": "events", "role": "arn:aws:iam::111122223333:role/events"}]}
        """);
    host = LaunchedHost.found(scratch);
    host.start(conf);
  }

  @AfterEach
  void stop() {
    host.close();
    sts.close();
  }

  private void assertEnds(ThrowingCallable use, String who) {
    assertThatThrownBy(use).isInstanceOf(ConfigException.class).hasMessage(who + ENDED);
    assertThatThrownBy(use)
        .as("for good")
        .isInstanceOf(ConfigException.class)
        .hasMessage(who + ENDED);
  }

  @Test
  void tellsOneApplicationFromTheNext() {
    LaunchMark mark = LaunchMark.now();
    mark.check("it");
    host.start(conf);
    assertEnds(() -> mark.check("it"), "it");
    assertThat(LaunchMark.now().generation()).isEqualTo(mark.generation() + 1);
  }

  @Test
  void aNamedClientsCredentialsAreForOne() {
    try (NamedCredentialsProvider provider = NamedCredentialsProvider.of("events", conf)) {
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("key-1");
      host.start(conf);
      assertEnds(provider::resolveCredentials, "the credentials provider of a named client");
    }
  }

  @Test
  void aNamedClientThatWasNotAskedBeforeIsForOneToo() {
    try (NamedCredentialsProvider provider =
        NamedCredentialsProvider.create(Map.of("name", "events"))) {
      host.start(conf);
      assertEnds(provider::resolveCredentials, "the credentials provider of a named client");
    }
  }

  @Test
  void aBucketsCredentialsAreForOne() {
    try (BucketCredentialsProvider provider = BucketCredentialsProvider.of("b1", conf)) {
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("key-1");
      host.start(conf);
      assertEnds(provider::resolveCredentials, "the credentials provider of s3a://b1");
    }
  }

  @Test
  void emrfsCredentialsAreForOne() {
    try (var provider =
        new io.rolecall.emrfs.RolecallCredentialsProvider(URI.create("s3://b1"), conf)) {
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("key-1");
      host.start(conf);
      assertEnds(provider::resolveCredentials, "the credentials provider of s3a://b1");
    }
  }

  @Test
  void cometsCredentialsAreForOne() {
    try (RolecallCredentialsProvider provider = new RolecallCredentialsProvider()) {
      assertThat(provider.getPolicyLocations("b1")).isEmpty();
      CometS3CredentialContext root =
          new CometS3CredentialContext("b1", "/", CometS3AccessMode.READ);
      assertThat(provider.getCredentialsForPath(root).getAccessKeyId()).isEqualTo("key-1");
      host.start(conf);
      assertEnds(() -> provider.getCredentialsForPath(root), "Comet's credentials provider");
      assertEnds(() -> provider.getPolicyLocations("b1"), "Comet's credentials provider");
    }
  }

  /** Comet would ask for the locations of the one before, whose routes may be others. */
  @Test
  void cometIsToldNoLocationsOfAnotherApplication() {
    try (RolecallCredentialsProvider provider = new RolecallCredentialsProvider()) {
      provider.getPolicyLocations("b1");
      host.start(conf);
      assertEnds(() -> provider.getPolicyLocations("b1"), "Comet's credentials provider");
    }
  }

  /** Another application may start while this one's routes are read. */
  @Test
  void whatIsMadeWhileTheNextStartsIsForTheOneBefore() {
    Configuration slow =
        new Configuration(conf) {
          private boolean started;

          @Override
          public String get(String name) {
            if (!started) {
              started = true;
              host.start(conf);
            }
            return super.get(name);
          }
        };
    try (BucketCredentialsProvider provider = BucketCredentialsProvider.of("b1", slow)) {
      assertEnds(provider::resolveCredentials, "the credentials provider of s3a://b1");
    }
  }
}
