package io.rolecall.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolecall.localaws.s3.S3MockProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3Mock comes and goes with its owner. */
final class ITestS3MockProcess {
  @Test
  void endsWithItsOwner() throws IOException {
    URI uri;
    try (S3MockProcess mock = S3MockProcess.start(S3MockProcess.besideLocalAws())) {
      uri = mock.uri();
      new Socket(uri.getHost(), uri.getPort()).close();
    }
    assertThatThrownBy(() -> new Socket(uri.getHost(), uri.getPort()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void saysWhyItDoesNotStart(@TempDir Path directory) {
    Path missing = directory.resolve("s3mock.jar");
    assertThatThrownBy(() -> S3MockProcess.start(missing))
        .isInstanceOf(IOException.class)
        .hasMessage("S3Mock's executable jar is not at " + missing);
  }

  @Test
  void saysWhatAProcessThatEndsHasSaid(@TempDir Path directory) throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.jar"), "not a jar");
    assertThatThrownBy(() -> S3MockProcess.start(broken))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("S3Mock did not start:")
        .hasMessageContaining("broken.jar");
    assertThat(broken).exists();
  }
}
