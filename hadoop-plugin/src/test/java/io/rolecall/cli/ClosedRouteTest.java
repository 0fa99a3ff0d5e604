package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.ExitCode;
import org.junit.jupiter.api.Test;

/** A location that is routed for others is said to be closed, whichever command is asked. */
class ClosedRouteTest {

  private static final String ROUTES =
      """
      {"version": 1, "routes": [
        {"location": "s3a://ours", "identity": "base", "users": ["alice"]}]}
      """;

  private static final String CLOSED =
      "s3a://ours is routed for users [alice] alone, and user 'bob' is not among them. Add the user"
          + " or a group to a route, or a route for everybody";

  private static CommandRun run(String... arguments) {
    return new CommandRun.Setting().conf("fs.s3a.rolecall.routes", ROUTES).run(arguments);
  }

  @Test
  void checkFailsForWhomTheLocationIsClosed() {
    CommandRun run = run("check", "s3a://ours/x", "--user=bob");
    assertThat(run.out())
        .contains("FAILED   role           " + CLOSED + "\n")
        .doesNotContain("base");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void credentialsAreRefusedToWhomTheLocationIsClosed() {
    CommandRun run = run("credentials", "s3a://ours/x", "--json", "--user=bob");
    assertThat(run.err()).isEqualTo("rolecall: " + CLOSED + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void explainRefusesToo() {
    CommandRun run = run("explain", "s3a://ours/x", "--user=bob");
    assertThat(run.err()).isEqualTo("rolecall: " + CLOSED + "\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }
}
