package io.rolecall.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ReplacedFileTest {

  private int opened;

  /** As NFS answers where another machine has replaced the file. */
  private String stale(int times) throws IOException {
    opened++;
    if (opened <= times) {
      throw new FileSystemException("letter", null, "Stale file handle");
    }
    return "the new one";
  }

  @Test
  void aFileThatIsReplacedUnderItsReaderIsReadAgain() throws IOException {
    assertThat(ReplacedFile.read(() -> stale(2), () -> true)).isEqualTo("the new one");
    assertThat(opened).isEqualTo(3);
  }

  @Test
  void butNotForEver() {
    assertThatThrownBy(() -> ReplacedFile.read(() -> stale(9), () -> true))
        .hasMessage("letter: Stale file handle");
    assertThat(opened).isEqualTo(3);
  }

  @Test
  void aFileThatIsGoneIsReadOnce() {
    assertThatThrownBy(() -> ReplacedFile.read(() -> stale(9), () -> false))
        .hasMessage("letter: Stale file handle");
    assertThat(opened).isEqualTo(1);
  }
}
