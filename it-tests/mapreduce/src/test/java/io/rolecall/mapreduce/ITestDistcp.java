package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.support.Await;
import io.rolecall.support.FinishedProcess;
import io.rolecall.support.GuidePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's copy between two accounts on one machine: what is copied again, and what is not. */
class ITestDistcp {

  private static final String ONE = "oslo rome\nrome oslo\n";

  private static TwoAccounts accounts;
  private static GuidePage guide;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    guide = GuidePage.of("distcp");
    accounts = TwoAccounts.start();
  }

  @AfterAll
  static void stop() throws IOException {
    accounts.close();
  }

  @BeforeEach
  void clear() throws IOException {
    for (String key : accounts.aws().list(RESULTS, "flights/")) {
      accounts.aws().delete(RESULTS, key);
    }
    accounts.aws().put(FLIGHTS, "2026/06", ONE.getBytes(UTF_8));
    accounts.aws().log().clear();
  }

  private Machine machine(Map<String, String> settings) throws IOException {
    Configuration conf = new Configuration();
    accounts.reach(conf);
    guide.settings("settings").forEach(conf::set);
    settings.forEach(conf::set);
    Machine machine = Machine.create(scratch.resolve("machine"), conf);
    machine.environment(
        "AWS_SHARED_CREDENTIALS_FILE", accounts.profile(scratch.resolve("aws")).toString());
    return machine;
  }

  /** What was written since this was asked last. */
  private static List<String> written() {
    List<String> keys =
        accounts
            .aws()
            .log()
            .bucket(RESULTS)
            .filter(entry -> entry.operation().equals("PutObject") && entry.status() == 200)
            .map(entry -> String.valueOf(entry.key()))
            .filter(key -> !key.endsWith("/"))
            .sorted()
            .toList();
    accounts.aws().log().clear();
    return keys;
  }

  /** S3 tells times in whole seconds. */
  private static void awaitTheNextSecond() {
    Instant now = Instant.now();
    Await.until(Duration.ofSeconds(10), () -> Instant.now().isAfter(now.plusMillis(1100)));
  }

  @Test
  @Tag("short")
  void copiesFromAccountToAccountWhatIsNotThereYet() throws Exception {
    Machine machine = machine(Map.of());
    awaitTheNextSecond();
    machine.succeed(guide.block("one"));
    accounts.assertRoutedRolesAlone();
    assertThat(written()).containsExactly("flights/06", "flights/07");
    assertThat(accounts.aws().get(RESULTS, "flights/06")).asString(UTF_8).isEqualTo(ONE);
    machine.succeed(guide.block("one"));
    assertThat(written()).as("a second time").isEmpty();
  }

  @Test
  void bySizeAndTimeAlone() throws Exception {
    Machine machine = machine(Map.of());
    spoilTheCopy(machine);
    machine.succeed(guide.block("one"));
    assertThat(written()).as("the target is newer").isEmpty();
    awaitTheNextSecond();
    accounts.aws().put(FLIGHTS, "2026/06", ONE.replace("oslo", "bern").getBytes(UTF_8));
    machine.succeed(guide.block("one"));
    assertThat(written()).as("the source is newer").containsExactly("flights/06");
  }

  @Test
  void byContentWithChecksums() throws Exception {
    Machine machine = machine(guide.settings("checksums"));
    spoilTheCopy(machine);
    machine.succeed(guide.block("one"));
    assertThat(written()).as("the target is newer").containsExactly("flights/06");
    assertThat(accounts.aws().get(RESULTS, "flights/06")).asString(UTF_8).isEqualTo(ONE);
  }

  /** Another content of the same size, which is newer. */
  private static void spoilTheCopy(Machine machine) throws Exception {
    machine.succeed(guide.block("one"));
    awaitTheNextSecond();
    accounts.aws().put(RESULTS, "flights/06", ONE.replace("oslo", "bern").getBytes(UTF_8));
    accounts.aws().log().clear();
  }

  @Test
  void whatIsUploadedInPartsIsNotComparable() throws Exception {
    Machine machine =
        machine(Map.of("fs.s3a.etag.checksum.enabled", "true", "fs.s3a.multipart.size", "5M"));
    byte[] bytes = new byte[6 << 20];
    new Random(4711).nextBytes(bytes);
    accounts.aws().put(FLIGHTS, "2026/08", bytes);
    try {
      FinishedProcess copy = machine.run(guide.block("one"));
      assertThat(copy.exitCode()).isNotZero();
      assertThat(copy.err()).contains("Checksum mismatch");
      machine.succeed(guide.block("one", "-update", "-update -skipcrccheck"));
      assertThat(accounts.aws().get(RESULTS, "flights/08")).isEqualTo(bytes);
    } finally {
      accounts.aws().delete(FLIGHTS, "2026/08");
    }
  }
}
