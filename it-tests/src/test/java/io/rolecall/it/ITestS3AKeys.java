package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.it.S3AKeyTable.Row;
import io.rolecall.localaws.AccessKey;
import io.rolecall.localaws.AccessLog.Entry;
import io.rolecall.localaws.AccessLog.RoleRequest;
import io.rolecall.localaws.LocalAws;
import io.rolecall.localaws.http.HttpRequest;
import io.rolecall.s3a.RolecallFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
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

  private static final String OWNER = "222222222222";
  private static final String ROLE = "arn:aws:iam::222222222222:role/owner";
  private static final String PLAIN = "store-a";
  private static final String ROUTED = "store-b";

  /** The SDK's async client takes two seconds to end. */
  private static final ExecutorService CLOSING = Executors.newCachedThreadPool();

  private static final WireTap TAP = new WireTap();
  private static final Map<Boolean, Run> WITHOUT = new ConcurrentHashMap<>();

  @TempDir private static Path scratch;
  private static LocalAws aws;

  /** What a run sent, and what failed in it. */
  private record Run(List<String> requests, List<String> failures) {}

  @BeforeAll
  static void startAws() throws IOException {
    String me = "arn:aws:iam::" + OWNER + ":user/me";
    aws =
        LocalAws.builder()
            .watcher(TAP::add)
            .account(
                OWNER,
                account ->
                    account
                        .bucket(PLAIN)
                        .bucket(ROUTED)
                        .user("me", user -> user.readWrite(PLAIN))
                        .user("kept")
                        .role("owner", role -> role.trusts(me).readWrite(ROUTED))
                        .role("other", role -> role.trusts(me).readWrite(ROUTED)))
            .start();
  }

  @AfterAll
  static void stopAws() throws IOException, InterruptedException {
    CLOSING.shutdown();
    assertThat(CLOSING.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    aws.close();
  }

  private static Stream<Row> rows(String verdict) {
    return S3AKeyTable.rows().stream()
        .filter(row -> row.isHere() && row.verdict().equals(verdict));
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

  private static Configuration common(Configuration conf) {
    S3Conf.baseIdentity(conf, aws.credentialsOf(OWNER, "me"));
    conf.set("fs.s3a.buffer.dir", scratch.resolve("s3a").toString());
    // What fails, fails soon.
    conf.set("fs.s3a.attempts.maximum", "1");
    conf.set("fs.s3a.retry.limit", "1");
    conf.set("fs.s3a.retry.interval", "10ms");
    conf.set("fs.s3a.retry.throttle.limit", "1");
    conf.set("fs.s3a.connection.establish.timeout", "5s");
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    return conf;
  }

  private static Configuration plain() {
    Configuration conf = common(S3Conf.plain(aws.endpoint()));
    conf.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    return conf;
  }

  private static Configuration routed() {
    Configuration conf = common(S3Conf.rolecall(aws.endpoint(), "15m"));
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a.rolecall.session.wait", "1s");
    return conf;
  }

  private static Configuration with(Configuration conf, String bucket, Map<String, String> more) {
    more.forEach(
        (key, value) ->
            conf.set(
                key.replace("BUCKET", bucket),
                value
                    .replace("BUCKET", bucket)
                    .replace("PORT", String.valueOf(aws.endpoint().getPort()))
                    .replace("TMP", scratch.toString())
                    .replace("com.example.Interceptor", AddsAField.class.getName())));
    return conf;
  }

  private static Run run(FileSystem fs, String bucket, Configuration conf, Row row)
      throws IOException {
    TAP.clear();
    aws.log().clear();
    try {
      fs.initialize(URI.create("s3a://" + bucket), conf);
      S3AWork work = new S3AWork(fs);
      if (isOfCommitters(row)) {
        work.commit(conf);
      } else {
        work.files(scratch, isOfLargeFiles(row));
      }
      return new Run(TAP.s3(), work.failures());
    } catch (IOException | RuntimeException e) {
      return new Run(TAP.s3(), List.of(WireTap.common("start: " + e)));
    } finally {
      CLOSING.submit(
          () -> {
            fs.close();
            return true;
          });
      for (String key : aws.list(bucket, "")) {
        aws.delete(bucket, key);
      }
    }
  }

  private static boolean isOfCommitters(Row row) {
    return row.key().startsWith("fs.s3a.committer.");
  }

  private static boolean isOfLargeFiles(Row row) {
    return row.key().matches(".*(multipart|part\\.|fast\\.|buffer|encryption|checksum|threads).*");
  }

  private static Run routed(Row row, Map<String, String> settings) throws IOException {
    return run(new RolecallFileSystem(), ROUTED, with(routed(), ROUTED, settings), row);
  }

  /** The lines that only one of two runs has, marked by which. */
  private static List<String> difference(List<String> before, List<String> after) {
    List<String> gone = new ArrayList<>(before);
    after.forEach(gone::remove);
    List<String> come = new ArrayList<>(after);
    before.forEach(come::remove);
    return Stream.concat(
            gone.stream().map(line -> "- " + line), come.stream().map(line -> "+ " + line))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ofS3A")
  void whatS3aReadsGoesOverTheWireAsBefore(Row row) throws IOException {
    Run before = run(new S3AFileSystem(), PLAIN, with(plain(), PLAIN, row.tried()), row);
    Run after = routed(row, row.tried());
    assertThat(after.failures()).isEqualTo(before.failures());
    assertThat(difference(before.requests(), after.requests())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsRefusedIsNamed(Row row) {
    for (String key : List.of(row.key(), row.key().replace("s3a.", "s3a.bucket.store-b."))) {
      try (FileSystem fs = new RolecallFileSystem()) {
        Configuration conf = with(routed(), ROUTED, Map.of(key, row.value()));
        assertThatThrownBy(() -> fs.initialize(URI.create("s3a://" + ROUTED), conf))
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
            isOfLargeFiles(row),
            absent -> {
              try {
                return routed(row, Map.of());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(without.failures()).isEmpty();
    Run with = routed(row, row.tried());
    assertThat(with.failures()).isEmpty();
    assertThat(difference(without.requests(), with.requests())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ofRolecall")
  void whatRolecallReadsItObeys(Row row) throws Exception {
    if (row.key().equals("fs.s3a.security.credential.provider.path")) {
      keep(row.value().replace("TMP", scratch.toString()), aws.credentialsOf(OWNER, "kept"));
    }
    Run run = routed(row, row.tried());
    assertThat(TAP.sts()).as(run.toString()).isNotEmpty();
    HttpRequest call = TAP.sts().get(0);
    Entry entry = aws.log().sts().findFirst().orElseThrow();
    switch (row.key()) {
      case "fs.s3a.access.key", "fs.s3a.secret.key" ->
          assertThat(entry.client().accessKeyId()).isEqualTo("AKIAOTHER");
      case "fs.s3a.session.token" ->
          assertThat(call.headers().first("X-Amz-Security-Token")).isEqualTo(row.value());
      case "fs.s3a.security.credential.provider.path" ->
          assertThat(entry.client().accessKeyId())
              .isEqualTo(aws.credentialsOf(OWNER, "kept").accessKeyId());
      case "fs.s3a.assumed.role.arn" ->
          assertThat(aws.log().s3())
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
        aws.log().operation("AssumeRole").findFirst().map(Entry::roleRequest).orElseThrow();
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
