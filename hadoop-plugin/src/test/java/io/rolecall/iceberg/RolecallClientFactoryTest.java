package io.rolecall.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.config.ConfigException;
import io.rolecall.declaration.LaunchedHost;
import io.rolecall.routes.HadoopUser;
import io.rolecall.testing.AmbientDecoys;
import io.rolecall.testing.FakeStore;
import io.rolecall.testing.FakeSts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.StorageCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the factory takes, refuses, and carries to executors. */
class RolecallClientFactoryTest {

  @RegisterExtension static final AmbientDecoys DECOYS = new AmbientDecoys();

  private static RolecallClientFactory factory(Map<String, String> properties) {
    RolecallClientFactory factory = new RolecallClientFactory();
    factory.initialize(properties);
    return factory;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.access-key-id",
        "s3.secret-access-key",
        "s3.session-token",
        "client.credentials-provider",
        "client.credentials-provider.some",
        "client.refresh-credentials-endpoint",
        "client.factory",
        "s3.access-points.b1"
      })
  void refusesWhatACatalogVends(String key) {
    assertThatThrownBy(() -> factory(Map.of(key, "do-not-show", "warehouse", "s3://b1/w")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            key
                + " is set for a catalog whose files are signed by Rolecall's routes"
                + " (s3.client-factory-impl = io.rolecall.iceberg.RolecallClientFactory), so that"
                + " there are two who could sign. Remove it, or have the catalog vend no credentials;"
                + " or remove s3.client-factory-impl, and the route of the catalog's warehouse");
  }

  @Test
  void takesTheNamedRouteOfOtherServicesBesideIt() {
    assertThatCode(
            () ->
                factory(
                    Map.of(
                        "client.credentials-provider",
                        "io.rolecall.client.NamedCredentialsProvider",
                        "client.credentials-provider.name",
                        "glue")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesIcebergsOwnRoles() {
    assertThatThrownBy(() -> factory(Map.of("client.assume-role.arn", "arn:aws:iam::1:role/x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "client.assume-role.arn is set for a catalog whose files are signed by Rolecall's routes"
                + " (s3.client-factory-impl = io.rolecall.iceberg.RolecallClientFactory), so that"
                + " there are two who could sign. 'rolecall import iceberg' turns it into a route;"
                + " then remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.remote-signing-enabled, the catalog would sign",
    "s3.access-grants.enabled, S3 Access Grants would replace the credentials",
    "s3.crt.enabled, clients of the CRT sign by themselves",
  })
  void refusesWhatSignsByItself(String key, String why) {
    assertThatThrownBy(() -> factory(Map.of(key, "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            key
                + " = 'true' for a catalog whose files are signed by Rolecall's routes: "
                + why
                + ", which picks no route. Set it to false");
    assertThatCode(() -> factory(Map.of(key, "false"))).doesNotThrowAnyException();
  }

  @Test
  void refusesToGuessTheRegion() {
    assertThatThrownBy(() -> factory(Map.of()).s3())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "client.region is not set, nor is fs.s3a.endpoint.region: Rolecall signs for a region, and"
                + " does not ask the node for one. Set client.region or fs.s3a.endpoint.region to one"
                + " such as eu-west-1");
  }

  @Test
  void givesClientsOfBothKinds() {
    RolecallClientFactory factory =
        factory(Map.of("client.region", "eu-west-1", "s3.endpoint", "http://localhost:1"));
    try (S3Client s3 = factory.s3();
        S3AsyncClient async = factory.s3Async()) {
      assertThat(s3.serviceClientConfiguration().region()).hasToString("eu-west-1");
      assertThat(async.serviceClientConfiguration().endpointOverride())
          .hasToString("Optional[http://localhost:1]");
    }
  }

  /** Iceberg's analytics accelerator reads by the async one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothSignByTheRoute(boolean isAsync, @TempDir Path scratch) throws Exception {
    Configuration launched = new Configuration(false);
    launched.set("fs.s3a.rolecall.process", "driver");
    launched.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    try (FakeSts sts = new FakeSts();
        FakeStore store = new FakeStore();
        LaunchedHost host = LaunchedHost.found(scratch)) {
      sts.reach(launched);
      launched.set("fs.s3a.endpoint", "http://" + store.authority());
      launched.set("fs.s3a.path.style.access", "true");
      host.start(launched);
      RolecallClientFactory factory =
          factory(
              Map.of(
                  "client.region",
                  "eu-west-1",
                  "s3.endpoint",
                  "http://" + store.authority(),
                  "s3.path-style-access",
                  "true"));
      try (S3Client s3 = factory.s3();
          S3AsyncClient async = factory.s3Async()) {
        if (isAsync) {
          async.headObject(head -> head.bucket("b1").key("w/data.parquet")).join();
        } else {
          s3.headObject(head -> head.bucket("b1").key("w/data.parquet"));
        }
      }
      assertThat(store.requests()).containsExactly("HEAD /b1/w/data.parquet by key-1");
    }
  }

  @Test
  void carriesNoSecretsToExecutors() throws IOException, ClassNotFoundException {
    RolecallClientFactory factory =
        factory(
            Map.of(
                "client.region",
                "eu-west-1",
                "jdbc.password",
                "do-not-carry",
                "s3.sse.type",
                "custom",
                "s3.sse.key",
                "do-not-carry",
                "token",
                "do-not-carry"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (S3Client open = factory.s3();
        ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      assertThat(open).isNotNull();
      out.writeObject(factory);
    }
    assertThat(new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain("do-not-carry");
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RolecallClientFactory read = (RolecallClientFactory) in.readObject();
      assertThat(read).hasToString("RolecallClientFactory[client.region]");
      try (S3Client s3 = read.s3()) {
        assertThat(s3.serviceClientConfiguration().region()).hasToString("eu-west-1");
      }
    }
  }

  /** What a REST catalog sends for a part of a table. */
  @Test
  void refusesStorageCredentialsOfAPrefix() {
    try (S3FileIO files = new S3FileIO()) {
      files.setCredentials(
          List.of(
              StorageCredential.create(
                  "s3://b1/w",
                  Map.of(
                      "s3.access-key-id", "do-not-show",
                      "s3.secret-access-key", "do-not-show",
                      "s3.session-token", "do-not-show"))));
      files.initialize(
          Map.of(
              "client.region",
              "eu-west-1",
              "s3.client-factory-impl",
              RolecallClientFactory.class.getName()));
      assertThatThrownBy(() -> files.newInputFile("s3://b1/w/data.parquet"))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "s3.access-key-id is set for a catalog whose files are signed by Rolecall's routes"
                  + " (s3.client-factory-impl = io.rolecall.iceberg.RolecallClientFactory), so that"
                  + " there are two who could sign. Remove it, or have the catalog vend no"
                  + " credentials; or remove s3.client-factory-impl, and the route of the catalog's"
                  + " warehouse");
    }
  }

  /** The plugin is the driver's and the executors', and was forgotten. */
  @Test
  void failsClosedOnAnExecutorWhoseDriverHasNoPlugin(@TempDir Path scratch) throws Exception {
    Configuration launched = new Configuration(false);
    launched.set("fs.s3a.rolecall.process", "executor");
    launched.set("fs.s3a.bucket.b1.assumed.role.arn", "arn:aws:iam::111122223333:role/reader");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(factory(Map.of("client.region", "eu-west-1")));
    }
    try (LaunchedHost host = LaunchedHost.found(scratch);
        ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      host.start(launched);
      RolecallClientFactory read = (RolecallClientFactory) in.readObject();
      try (S3Client s3 = read.s3()) {
        assertThatThrownBy(() -> s3.headObject(head -> head.bucket("b1").key("w/data.parquet")))
            .isInstanceOf(S3Exception.class)
            .extracting(e -> ((S3Exception) e).awsErrorDetails().errorMessage())
            .isEqualTo(
                "no route of s3a://b1: user "
                    + HadoopUser.current()
                    + " has no Rolecall token for s3a://b1 and this executor has no channel to its"
                    + " driver: set spark.plugins=io.rolecall.spark.RolecallPlugin, or submit the job"
                    + " with tokens of these buckets (hadoop dtutil get s3://BUCKET FILE; then"
                    + " -tokenCacheFile FILE for MapReduce, tez.credentials.path=FILE for Tez, else"
                    + " HADOOP_TOKEN_FILE_LOCATION=FILE)");
      }
    }
  }
}
