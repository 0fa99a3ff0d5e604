package io.rolecall.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a web identity token: whatever is on the disk. */
public final class WebIdentityFuzz {

  private static final Path FILE = file();

  private WebIdentityFuzz() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("rolecall-fuzz", ".jwt");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads it; only a SignInException may come of it. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Files.write(FILE, data);
    try {
      WebIdentityToken.read(FILE);
    } catch (SignInException e) {
      // As it should be.
    }
  }
}
