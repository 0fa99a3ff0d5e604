package io.rolecall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.cli.options.CommandContext;
import io.rolecall.cli.options.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  private static CommandLine command() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return RolecallCommand.commandLine(
        new CommandContext(
            new Terminal(nowhere, nowhere, false), Map.of(), Path.of("/"), Clock.systemUTC()));
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = CommandReference.markdown(command());
    if (Boolean.getBoolean("rolecall.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .describedAs(
            "docs/cli.md is stale. Run mvn -q -pl hadoop-plugin test -Dtest=CommandReferenceTest"
                + " -Drolecall.docs.write=true and commit it")
        .hasContent(page);
  }

  @Test
  void everyExitCodeIsExplained() {
    assertThat(command().getCommandSpec().usageMessage().exitCodeList().keySet())
        .containsExactly("0", "1", "2", "3", "4", "70", "125", "126", "127")
        .allSatisfy(
            code -> assertThat(CommandReference.markdown(command())).contains("| " + code + " | "));
  }

  /** A script is none, and who keeps or runs something answers nothing. */
  @Test
  void everyCommandThatAnswersDoesSoInJson() {
    assertThat(command().getSubcommands().values())
        .filteredOn(each -> each.getSubcommands().isEmpty())
        .filteredOn(each -> !Set.of("completion", "keep", "run").contains(each.getCommandName()))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getCommandSpec().findOption("--json")).isNotNull());
  }

  /** A list of commands shows the first line of each, which must not end in the middle. */
  @Test
  void noCommandIsCutInAList() {
    assertThat(all(command()))
        .hasSizeGreaterThan(8)
        .allSatisfy(
            each ->
                assertThat(each.getCommandSpec().usageMessage().description()[0])
                    .as(each.getCommandSpec().qualifiedName())
                    .endsWith("."));
  }

  private static List<CommandLine> all(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(each -> Stream.concat(Stream.of(each), all(each).stream()))
        .toList();
  }
}
