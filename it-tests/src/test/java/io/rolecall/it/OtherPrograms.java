package io.rolecall.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs that are no Java and that this machine has, or has not. */
final class OtherPrograms {

  /** Older ones would call AWS. */
  private static final String RECENT_BOTO3 =
      "import botocore; assert [int(n) for n in botocore.__version__.split('.')[:2]] >= [1, 31]";

  private OtherPrograms() {}

  /** Whether a command is found. */
  static boolean isOnThePath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Whether Python has a boto3 that takes its endpoint from a variable: 1.28 or later. */
  static boolean hasBoto3() throws IOException, InterruptedException {
    return isOnThePath("python3")
        && new ProcessBuilder("python3", "-c", RECENT_BOTO3)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
  }
}
