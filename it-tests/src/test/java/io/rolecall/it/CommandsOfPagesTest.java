package io.rolecall.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.it.PageCommands.Command;
import io.rolecall.quickstart.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command of the pages is typed by a test, or has a reason why not. */
class CommandsOfPagesTest {

  /** One line of the table. */
  private record Row(String page, String start, String how) {

    boolean fits(Command command) {
      return command.page().equals(page) && command.text().startsWith(start);
    }

    /** Which of two rows is for a command: the one that says more of it. */
    static Row longer(Row one, Row other) {
      return one.start.length() >= other.start.length() ? one : other;
    }
  }

  private static List<Row> rows() throws IOException {
    try (var in = CommandsOfPagesTest.class.getResourceAsStream("/commands.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| page |"))
          .map(line -> line.substring(2).split(" \\|(?: |$)"))
          .map(cells -> new Row(cells[0], cells[1].replace("`", ""), cells[2]))
          .toList();
    }
  }

  private static List<Command> commands() throws IOException {
    List<Command> commands = new ArrayList<>();
    for (String page : PageCommands.pages()) {
      commands.addAll(PageCommands.of(page));
    }
    return commands;
  }

  @Test
  void eachCommandHasARowAndEachRowACommand() throws IOException {
    List<Row> used = new ArrayList<>();
    List<Command> without = new ArrayList<>();
    for (Command command : commands()) {
      rows().stream()
          .filter(row -> row.fits(command))
          .reduce(Row::longer)
          .ifPresentOrElse(used::add, () -> without.add(command));
    }
    assertThat(without).isEmpty();
    assertThat(used).hasSizeGreaterThan(40).containsAll(rows());
  }

  @Test
  void aTestThatIsNamedReadsThePageOrThereIsAReason() throws IOException {
    for (Row row : rows()) {
      if (row.how().startsWith("run by ")) {
        String page = row.page().replaceFirst("docs/guides/(.*)\\.md", "$1");
        assertThat(source(row.how().substring("run by ".length())))
            .as(row.toString())
            .containsAnyOf("\"" + page + "\"", "\"" + row.page() + "\"");
      } else {
        assertThat(row.how()).matches("not run: \\S.{10,}");
      }
    }
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Workplace.ofThisProject().root().resolve("it-tests"))) {
      List<Path> found =
          files
              .filter(file -> file.endsWith(name + ".java"))
              .filter(file -> file.toString().contains("/src/test/java/"))
              .toList();
      assertThat(found).as(name).hasSize(1);
      return Files.readString(found.get(0));
    }
  }
}
