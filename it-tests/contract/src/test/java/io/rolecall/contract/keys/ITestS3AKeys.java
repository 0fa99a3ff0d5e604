package io.rolecall.contract.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.contract.keys.S3AKeyTable.Row;
import io.rolecall.contract.keys.S3ASwitch.Run;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.localaws.iam.AccessKey;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.log.AccessLog.RoleRequest;
import io.rolecall.s3a.RolecallFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A set-up of plain S3A with each of its keys is switched to Rolecall: the same goes over the wire,
 * or the key is refused by name. What {@code docs/s3a-keys.md} says of each key is held.
 */
@Timeout(60)
class ITestS3AKeys {

  private static final Map<Boolean, Run> WITHOUT = new ConcurrentHashMap<>();

  @TempDir private static Path scratch;
  private static S3ASwitch world;

  @BeforeAll
  static void startAws() throws IOException {
    world = new S3ASwitch(scratch);
  }

  @AfterAll
  static void stopAws() throws IOException, InterruptedException {
    world.close();
  }

  private static Stream<Row> rows(String verdict) {
    return S3AKeyTable.rows().stream().filter(row -> row.isHere() && row.verdict().equals(verdict));
  }

  static Stream<Row> ofS3A() {
    return rows("as S3A");
  }

  static Stream<Row> refused() {
    return rows("refused");
  }

  static Stream<Row> withoutEffect() {
    return rows("no effect");
  }

  static Stream<Row> ofRolecall() {
    return rows("Rolecall");
  }

  @ParameterizedTest
  @MethodSource("ofS3A")
  void whatS3aReadsGoesOverTheWireAsBefore(Row row) throws IOException {
    Run before = world.plain(row);
    Run after = world.routed(row, row.tried());
    assertThat(after.failures()).isEqualTo(before.failures());
    assertThat(WireTap.difference(before.requests(), after.requests())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsRefusedIsNamed(Row row) {
    for (String key : List.of(row.key(), row.key().replace("s3a.", "s3a.bucket.store-b."))) {
      try (FileSystem fs = new RolecallFileSystem()) {
        Configuration conf = world.routed(Map.of(key, row.value()));
        assertThatThrownBy(() -> fs.initialize(URI.create("s3a://" + S3ASwitch.ROUTED), conf))
            .isInstanceOf(IOException.class)
            .hasMessageMatching("(?s)(" + key + "|" + row.key() + ") = '" + row.value() + "'.*");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void whatHasNoEffectHasNone(Row row) throws IOException {
    Run without =
        WITHOUT.computeIfAbsent(
            S3ASwitch.isOfLargeFiles(row),
            absent -> {
              try {
                return world.routed(row, Map.of());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(without.failures()).isEmpty();
    Run with = world.routed(row, row.tried());
    assertThat(with.failures()).isEmpty();
    assertThat(WireTap.difference(without.requests(), with.requests())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ofRolecall")
  void whatRolecallReadsItObeys(Row row) throws Exception {
    if (row.key().equals("fs.s3a.security.credential.provider.path")) {
      keep(row.value().replace("TMP", scratch.toString()), world.keyOf("kept"));
    }
    if (row.key().equals("fs.s3a.aws.credentials.provider")) {
      // As a bucket's own: beside the role of all buckets, that of all is refused.
      world.routed(row, Map.of(row.key().replace("s3a.", "s3a.bucket.store-b."), row.value()));
      assertThat(world.tap().sts()).isEmpty();
      assertThat(world.aws().log().s3())
          .isNotEmpty()
          .allMatch(s3 -> s3.client().accessKeyId() == null);
      return;
    }
    if (row.key().startsWith("fs.s3a.auth.profile.")) {
      AccessKey kept = world.keyOf("kept");
      String wanted = row.value().equals("other") ? "other" : "default";
      Files.writeString(
          scratch.resolve("profiles"),
          "[%s]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
              .formatted(wanted, kept.accessKeyId(), kept.secretAccessKey()));
    }
    Run run = world.routed(row, row.tried());
    assertThat(world.tap().sts()).as(run.toString()).isNotEmpty();
    HttpRequest call = world.tap().sts().get(0);
    Entry entry = world.aws().log().sts().findFirst().orElseThrow();
    switch (row.key()) {
      case "fs.s3a.access.key", "fs.s3a.secret.key" ->
          assertThat(entry.client().accessKeyId()).isEqualTo("AKIAOTHER");
      case "fs.s3a.session.token" ->
          assertThat(call.headers().first("X-Amz-Security-Token")).isEqualTo(row.value());
      case "fs.s3a.security.credential.provider.path",
          "fs.s3a.auth.profile.file",
          "fs.s3a.auth.profile.name" ->
          assertThat(entry.client().accessKeyId()).isEqualTo(world.keyOf("kept").accessKeyId());
      case "fs.s3a.assumed.role.arn" ->
          assertThat(world.aws().log().s3())
              .isNotEmpty()
              .allMatch(s3 -> String.valueOf(s3.principalArn()).contains(":assumed-role/other/"));
      case "fs.s3a.assumed.role.external.id" ->
          assertThat(asked(RoleRequest::hasExternalId)).isEqualTo(true);
      case "fs.s3a.assumed.role.policy" ->
          assertThat(run.failures()).anyMatch(failure -> failure.contains("AccessDenied"));
      case "fs.s3a.assumed.role.session.duration" ->
          assertThat(asked(RoleRequest::durationSeconds)).isEqualTo(17 * 60);
      case "fs.s3a.assumed.role.session.name" ->
          assertThat(asked(RoleRequest::sessionName)).asString().startsWith("mine-");
      case "fs.s3a.assumed.role.sts.endpoint" ->
          assertThat(call.headers().first("Host", "")).startsWith("localhost:");
      case "fs.s3a.assumed.role.sts.endpoint.region" ->
          assertThat(call.headers().first("Authorization")).contains("/eu-west-1/sts/");
      case "fs.s3a.client.sts.custom.headers" ->
          assertThat(call.headers().all("x-tenant")).containsExactly("a", "b");
      default -> throw new AssertionError("no probe of " + row);
    }
  }

  private static Object asked(Function<RoleRequest, Object> what) {
    RoleRequest request =
        world.aws().log().operation("AssumeRole").findFirst().map(Entry::roleRequest).orElseThrow();
    return what.apply(Objects.requireNonNull(request));
  }

  private static void keep(String path, AccessKey key) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("hadoop.security.credential.provider.path", path);
    CredentialProvider store = CredentialProviderFactory.getProviders(conf).get(0);
    store.createCredentialEntry("fs.s3a.access.key", key.accessKeyId().toCharArray());
    store.createCredentialEntry("fs.s3a.secret.key", key.secretAccessKey().toCharArray());
    store.flush();
  }
}
