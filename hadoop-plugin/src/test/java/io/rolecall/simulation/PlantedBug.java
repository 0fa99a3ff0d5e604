package io.rolecall.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * A mutation of the life of a session, or of the channel: some text of a class, and what stands
 * there instead.
 *
 * @param what what goes wrong
 * @param source the class's file, below {@code io/rolecall}
 * @param text text that is there once
 * @param instead the text of the mutant
 * @param violates what it violates; one of these, whichever is first
 */
record PlantedBug(
    String what, String source, String text, String instead, Set<Invariant> violates) {

  private static final Path SOURCES = Path.of("src", "main", "java", "io", "rolecall");

  String className() {
    return "io.rolecall." + source.replace(".java", "").replace('/', '.');
  }

  /** The class with the bug. */
  String mutant() {
    String original;
    try {
      original = Files.readString(SOURCES.resolve(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int at = original.indexOf(text);
    if (at < 0 || original.indexOf(text, at + 1) >= 0) {
      throw new AssertionError(
          String.format(
              Locale.ROOT, "%s: expected once, as the place of a planted bug: %s", source, text));
    }
    return original.replace(text, instead);
  }

  /** What goes wrong. */
  @Override
  public String toString() {
    return what;
  }
}
