package io.rolecall.boundary;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.Attack.Words;
import io.rolecall.localaws.log.AccessLog.Entry;
import io.rolecall.localaws.log.AccessLog.RoleRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where one attack takes place: buckets that nobody has opened, a canary that a program would
 * write, files of the driver's machine and of the attacker's. Afterwards it says what happened.
 */
final class Stage implements AutoCloseable {

  private static final String FILE_WORD = "word-of-a-local-file";

  private final Accounts accounts;
  private final AttackersServer server = AttackersServer.start();
  private final Attack attack;
  private final String bucket;
  private final String vault;
  private final Path canary;
  private final Path localFile;
  private final int mark;

  /** A new one for an attack, with its local files in a folder. */
  Stage(Accounts accounts, Attack attack, Path folder) throws IOException {
    this.accounts = accounts;
    this.attack = attack;
    this.bucket = accounts.freshTarget();
    this.vault = accounts.freshVault();
    this.canary = folder.resolve("canary-" + bucket);
    this.localFile =
        Files.writeString(folder.resolve("local-" + bucket), FILE_WORD + " and more\n");
    this.mark = accounts.aws().log().entries().size();
  }

  String bucket() {
    return bucket;
  }

  String location() {
    return fill(attack.reads());
  }

  Map<String, String> settings() {
    Map<String, String> filled = new TreeMap<>();
    attack.settings().forEach((key, value) -> filled.put(fill(key), fill(value)));
    return filled;
  }

  private String fill(String text) {
    return text.replace("{bucket}", bucket)
        .replace("{vault}", vault)
        .replace("{attacker-host}", "127.0.0.1")
        .replace("{attacker-port}", Integer.toString(server.port()))
        .replace("{attacker}", server.hostAndPort())
        .replace("{canary}", canary.toString())
        .replace("{local-file}", localFile.toString())
        .replace("{jceks}", "localjceks://file" + localFile);
  }

  /** Nothing was run, sent, read, assumed or signed that the operator had not declared. */
  void assertNothingHappened(Outcome outcome) {
    assertThat(canary).as("written by whom the attacker named").doesNotExist();
    assertThat(server.received()).as("what came to the attacker").isEmpty();
    assertThat(outcome.text())
        .doesNotContain(FILE_WORD)
        .doesNotContain(Application.SECRET_WORD)
        .doesNotContain(Accounts.VAULT_LINE)
        .doesNotContain(AttackersServer.FORGED_LINE);
    List<Entry> entries = accounts.aws().log().entries();
    assertThat(entries.subList(mark, entries.size()))
        .as("requests that nobody declared")
        .filteredOn(entry -> !Accounts.isDeclared(entry))
        .map(Stage::describe)
        .isEmpty();
  }

  private static String describe(Entry entry) {
    RoleRequest request = entry.roleRequest();
    return "%s %s/%s by %s%s: %s"
        .formatted(
            entry.operation(),
            entry.bucket(),
            entry.key(),
            entry.principalArn(),
            request == null ? "" : " for " + request,
            entry.status());
  }

  /** The attacker is told what was refused, and why; or reads what everybody may read. */
  void assertAnswer(Outcome outcome, Map<String, String> launch) {
    switch (attack.answer()) {
      case HONEST_LINES ->
          assertThat(outcome).isEqualTo(new Outcome(Accounts.HONEST_LINES, List.of()));
      case NO_ROUTE ->
          assertThat(outcome.text())
              .contains("is routed for groups [" + Accounts.ADMINS + "] alone");
      case NOTHING_GAINED ->
          assertThat(outcome.failed() || outcome.lines().equals(Accounts.HONEST_LINES)).isTrue();
      case REFUSAL -> assertRefused(outcome, launch, false);
      case REFUSAL_WITH_SWITCH -> assertRefused(outcome, launch, true);
    }
  }

  private void assertRefused(Outcome outcome, Map<String, String> launch, boolean withSwitch) {
    Words words = attack.words();
    String bucketRead = requireNonNull(URI.create(location()).getHost());
    Words filled = new Words(fill(words.key()), words.source(), words.hidden(), words.more());
    String message = Refusal.of(bucketRead, launch, filled, settings(), withSwitch);
    assertThat(Refusal.isIn(outcome, message))
        .as("'%s' in what the client got: %s", message, outcome.text())
        .isTrue();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
