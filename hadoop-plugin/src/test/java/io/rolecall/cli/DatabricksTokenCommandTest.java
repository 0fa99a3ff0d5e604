package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is refused before anybody is called. */
class DatabricksTokenCommandTest {

  private static CommandRun token(String host, String... more) {
    String[] all = new String[more.length + 5];
    all[0] = "databricks-token";
    all[1] = "--host";
    all[2] = host;
    all[3] = "--audience";
    all[4] = "ours";
    System.arraycopy(more, 0, all, 5, more.length);
    return CommandRun.of(all);
  }

  @Test
  void aWorkspaceIsReachedByHttpsAlone() {
    for (String host : new String[] {"http://dbc-1.example", "dbc-1.example", "https://u:p@h"}) {
      CommandRun run = token(host);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "rolecall: '" + host + "' is not a workspace: expected https://<workspace host>\n");
    }
  }

  @Test
  void durationIsAws() {
    for (String seconds : new String[] {"59", "3601"}) {
      CommandRun run = token("https://dbc-1.example", "--duration", seconds);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "rolecall: a web identity token for "
                  + seconds
                  + " s: AWS allows 60 to 3600 s. Choose a duration between them\n");
    }
  }

  @Test
  void algorithmIsAws() {
    CommandRun run = token("https://dbc-1.example", "--algorithm", "HS256");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'--algorithm'", "RS256", "ES384", "'HS256'");
  }

  @Test
  void hostAndAudienceAreNeeded() {
    assertThat(CommandRun.of("databricks-token").err())
        .startsWith("rolecall: Missing required options: '--host=URL', '--audience=AUDIENCE'\n");
  }

  @Test
  void showsNoSecretToATerminal() {
    CommandRun run =
        new CommandRun.Setting()
            .seen()
            .run("databricks-token", "--host=https://dbc-1.example", "--audience=ours");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "rolecall: standard output is a terminal, and a token is secret: pipe it to who needs it,"
                + " or say --show\n");
  }
}
