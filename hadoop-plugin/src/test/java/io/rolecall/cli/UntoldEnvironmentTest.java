package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.Terminal;
import io.rolecall.doctor.check.CheckContext;
import io.rolecall.routes.HadoopUser;
import io.rolecall.supply.run.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What commands find around them may be secret: it is in no text that somebody might log. */
class UntoldEnvironmentTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_SECRET_ACCESS_KEY", "planted-secret");

  @Test
  void aCommandsContextShowsNoVariable() {
    assertThat(
            new CommandContext(
                new Terminal(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    false),
                ENVIRONMENT,
                Path.of("/home/alice"),
                Clock.systemUTC()))
        .hasToString("CommandContext[home=/home/alice]");
  }

  @Test
  void theSurroundingsOfACommandShowNoVariable() {
    assertThat(new Surroundings("aws", ENVIRONMENT, Clock.systemUTC(), () -> false, line -> {}))
        .hasToString("Surroundings[aws]");
  }

  @Test
  void aCheckShowsNoProperty() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.secret.key", "planted-secret");
    assertThat(
            CheckContext.of(
                conf, HadoopUser.of("alice", conf), List.of(), List.of(), Clock.systemUTC()))
        .asString()
        .startsWith("CheckContext[")
        .doesNotContain("planted-secret");
  }
}
