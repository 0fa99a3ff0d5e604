package io.rolecall.supply.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that has a folder, says which, and has it until it is killed. */
final class RunFolderHolder {

  private RunFolderHolder() {}

  public static void main(String[] arguments) throws IOException {
    RunFolder folder = RunFolder.create(Path.of(arguments[0]));
    System.out.write((folder + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    while (System.in.read() >= 0) {
      // Whoever started it says nothing.
    }
  }
}
