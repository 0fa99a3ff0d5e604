package io.rolecall.supply.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
