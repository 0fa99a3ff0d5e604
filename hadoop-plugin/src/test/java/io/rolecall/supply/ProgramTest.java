package io.rolecall.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

  @TempDir private Path folder;

  private void assertRefused(String name, NotStartedException.Why why, String message) {
    assertThatThrownBy(() -> Program.check(name, "/none:" + folder))
        .isInstanceOfSatisfying(
            NotStartedException.class, refused -> assertThat(refused.why()).isEqualTo(why))
        .hasMessage(message);
  }

  @Test
  void isFoundByItsPathAndOnThePath() throws Exception {
    Path program = Files.createFile(folder.resolve("tool"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Program.check("tool", "/none:" + folder);
    Program.check(program.toString(), "");
    Program.check("sh", System.getenv("PATH"));
  }

  @Test
  void saysThatThereIsNone() {
    for (String name : new String[] {"tool", "/no/such/tool", "", "a\0b"}) {
      assertRefused(name, NotStartedException.Why.NOT_FOUND, name + ": there is no such command");
    }
  }

  @Test
  void saysThatItIsNoProgram() throws IOException {
    Files.createFile(folder.resolve("tool"));
    Files.createDirectory(folder.resolve("folder"));
    for (String name : new String[] {"tool", "folder", folder + "/tool"}) {
      assertRefused(
          name, NotStartedException.Why.NO_PROGRAM, name + ": not a program that may be run");
    }
  }

  @Test
  void saysWhatTheLocaleHasSpoilt() throws Exception {
    Program.checkText(List.of("tool", "\u00fc", ""));
    assertThatThrownBy(() -> Program.checkText(List.of("tool", "a", "p\uFFFD")))
        .isInstanceOfSatisfying(
            NotStartedException.class,
            refused -> assertThat(refused.why()).isEqualTo(NotStartedException.Why.NOT_SUPPLIED))
        .hasMessage(
            "'p\uFFFD' has characters that this locale does not know, and would reach tool as"
                + " something else. Set LC_ALL=C.UTF-8. tool was not started");
  }
}
