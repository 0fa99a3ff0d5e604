package io.rolecall.supply.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a command as a shell does, before anything is minted for it. */
final class Program {

  private Program() {}

  /**
   * Looks for it.
   *
   * @param name a path, or a name that is looked for
   * @param folders the value of PATH
   * @throws NotStartedException if it is not there, or no program
   */
  static void check(String name, String folders) throws NotStartedException {
    List<Path> found = new ArrayList<>();
    try {
      if (name.contains("/")) {
        found.add(Path.of(name));
      } else {
        for (String folder : folders.split(File.pathSeparator, -1)) {
          found.add(Path.of(folder.isEmpty() ? "." : folder).resolve(name));
        }
      }
    } catch (InvalidPathException e) {
      throw notFound(name, e);
    }
    if (name.isEmpty() || found.stream().noneMatch(Files::exists)) {
      throw notFound(name, null);
    }
    if (found.stream().noneMatch(path -> Files.isRegularFile(path) && Files.isExecutable(path))) {
      throw new NotStartedException(
          NotStartedException.Why.NO_PROGRAM, name + ": not a program that may be run", null);
    }
  }

  private static NotStartedException notFound(String name, @Nullable Exception cause) {
    return new NotStartedException(
        NotStartedException.Why.NOT_FOUND, name + ": there is no such command", cause);
  }
}
