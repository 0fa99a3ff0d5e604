package io.rolecall.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.boundary.Attack.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application with one user, whose operator lets it choose roles: {@code
 * fs.s3a.rolecall.declaration=open} at launch.
 */
class ITestOpenDeclaration {

  private static Accounts accounts;
  private static Application application;

  @BeforeAll
  static void start() throws Exception {
    accounts = Accounts.start();
    Map<String, String> settings = new HashMap<>(Accounts.declaredRoles());
    settings.put("spark.master", "local[1]");
    settings.put("spark.hadoop.fs.s3a.rolecall.declaration", "open");
    application =
        Application.start(accounts.aws().endpoint(), accounts.operator(), "open", settings);
  }

  @AfterAll
  static void stop() throws IOException {
    application.close();
    accounts.close();
  }

  @Test
  void aRoleIsChosenWhereTheOperatorHasOpenedTheDeclaration() throws Exception {
    String vault = accounts.freshVault();
    assertThat(
            new DriverPrograms(application)
                .byCopy(
                    "s3a://" + vault + "/secret.txt",
                    Map.of("fs.s3a.bucket." + vault + ".assumed.role.arn", Accounts.VAULT_ROLE)))
        .containsExactly(Accounts.VAULT_LINE);
    assertThat(accounts.aws().log().bucket(vault).map(Accounts::signer))
        .containsOnly(Accounts.VAULT_ROLE);
    assertThat(
            Files.readString(application.log(), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(
                    line ->
                        line.endsWith(
                            "fs.s3a.rolecall.declaration = open: code and SQL text that run in this"
                                + " application may choose roles and buckets for everybody who"
                                + " shares it. It is for a driver with one user")))
        .as("warnings")
        .hasSize(1);
  }

  /** Programs, files, identities, endpoints of STS and the process's role, whatever is opened. */
  static List<Attack> whatStaysClosed() {
    return AttackTable.all().stream()
        .filter(attack -> !attack.words().key().equals("fs.s3a.rolecall.declaration"))
        .filter(
            attack ->
                attack.answer() == Answer.REFUSAL
                    || Stream.of("runs a program", "sends the pod's", "sends the base")
                        .anyMatch(attack.gain()::startsWith))
        .map(attack -> attack.answer() == Answer.REFUSAL ? attack : attack.gainingNothing())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatStaysClosed")
  void whatDecidesMoreThanARoleStaysClosed(Attack attack) throws IOException {
    try (Stage stage = new Stage(accounts, attack, application.scratch())) {
      Outcome outcome =
          Outcome.of(
              () -> new DriverPrograms(application).byCopy(stage.location(), stage.settings()));
      assertThat(outcome.failed()).as(outcome.text()).isTrue();
      stage.assertNothingHappened(outcome);
      stage.assertAnswer(outcome, application.launch());
    }
  }
}
