package io.rolecall.handoff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;

/** A file of the command's cache: whatever is on the disk. */
public final class SessionCacheFuzz {

  private static final String KEY = "0".repeat(64);
  private static final Path FOLDER = folder();

  private SessionCacheFuzz() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("rolecall-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks a session up; it is there or not. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Path file = FOLDER.resolve("session-" + KEY + ".json");
    Files.write(file, data);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try {
      new SessionCache(FOLDER, Clock.systemUTC()).find(KEY, 30);
    } finally {
      Files.delete(file);
    }
  }
}
